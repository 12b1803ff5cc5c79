# SPDX-License-Identifier: GPL-3.0-or-later
"""browser.py PAGE WIDTH light|dark [PICTURE.png]

Opens a page in a headless Chromium, with nothing but Python's standard library, and prints what was
seen as JSON: its width when it was asked to be WIDTH pixels wide, messages of the console, requests,
images without a name, headings, regions that scroll and that no key reaches, and the lowest contrast
of a text to what is behind it. PICTURE.png is the whole page."""

import base64
import json
import os
import subprocess
import sys
import tempfile

LOOK = r"""(() => {
    const numbers = color => color.match(/[\d.]+/g).map(Number);
    const lightness = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = element => {
        for (; element; element = element.parentElement) {
            const color = numbers(getComputedStyle(element).backgroundColor);
            if (color.length < 4 || color[3] > 0) return color;
        }
        return [255, 255, 255];
    };
    let contrast = 21, where = '';
    for (const element of document.querySelectorAll('body *:not(svg *)')) {
        const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
        if (!own) continue;
        const a = lightness(numbers(getComputedStyle(element).color)), b = lightness(behind(element));
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < contrast) { contrast = ratio; where = element.outerHTML.slice(0, 100); }
    }
    const page = document.documentElement;
    return {
        width: page.scrollWidth, height: page.scrollHeight, contrast, where,
        headings: [...document.querySelectorAll('h1, h2, h3, h4')].map(h => h.tagName),
        unreachable: [...document.querySelectorAll('body *')].filter(e =>
            e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'auto' &&
            e.tabIndex < 0).map(e => e.outerHTML.slice(0, 100)),
        wide: [...document.querySelectorAll('p, dd')].filter(e =>
            e.clientWidth > 80 * parseFloat(getComputedStyle(e).fontSize) * 0.6).length,
    };
})()"""


class Browser:
    def __init__(self, folder):
        to_browser, self.to = os.pipe()
        self.back, from_browser = os.pipe()
        # It reads from descriptor 3 and writes to 4.
        script = 'exec "$@" 3<&%d 4>&%d' % (to_browser, from_browser)
        command = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu",
                   "--remote-debugging-pipe", "--no-first-run", "--disable-background-networking",
                   "--user-data-dir=" + folder, "about:blank"]
        self.process = subprocess.Popen(["bash", "-c", script, "bash", *command],
                                        pass_fds=(to_browser, from_browser),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.rest, self.number, self.events, self.session = b"", 0, [], None

    def receive(self):
        while b"\0" not in self.rest:
            part = os.read(self.back, 1 << 20)
            if not part:
                sys.exit("browser.py: the browser has ended")
            self.rest += part
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.receive())


def open_page(browser, page, width, scheme):
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    browser.session = browser.call("Target.attachToTarget", targetId=target,
                                   flatten=True)["sessionId"]
    for domain in ("Page", "Log", "Runtime", "Network"):
        browser.call(domain + ".enable")
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900,
                 deviceScaleFactor=1, mobile=width < 600)
    browser.call("Emulation.setEmulatedMedia",
                 features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.events.clear()
    browser.call("Page.navigate", url="file://" + os.path.abspath(page))
    browser.wait_for("Page.loadEventFired")


def unnamed_images(browser):
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    images = [n for n in nodes if n.get("role", {}).get("value") in ("image", "img", "figure")
              and not n.get("ignored")]
    return {"images": len(images),
            "unnamed": sum(not n.get("name", {}).get("value") for n in images
                           if n["role"]["value"] != "figure")}


def messages(browser):
    for event in browser.events:
        method, parameters = event.get("method"), event.get("params", {})
        if method == "Log.entryAdded":
            yield parameters["entry"]["text"]
        elif method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
            yield json.dumps(parameters)


def main(page, width, scheme, picture=None):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(folder)
        open_page(browser, page, int(width), scheme)
        seen = browser.call("Runtime.evaluate", expression=LOOK, returnByValue=True)
        seen = seen["result"]["value"]
        seen.update(unnamed_images(browser))
        if picture:
            shot = browser.call("Page.captureScreenshot", captureBeyondViewport=True,
                                clip={"x": 0, "y": 0, "width": int(width), "scale": 1,
                                      "height": min(seen["height"], 16000)})
            with open(picture, "wb") as file:
                file.write(base64.b64decode(shot["data"]))
        seen["messages"] = list(messages(browser))
        seen["requests"] = [e["params"]["request"]["url"] for e in browser.events
                            if e.get("method") == "Network.requestWillBeSent"]
        print(json.dumps(seen))
        browser.call("Browser.close")
        browser.process.wait()


main(*sys.argv[1:])
