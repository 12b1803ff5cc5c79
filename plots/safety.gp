# SPDX-License-Identifier: GPL-3.0-or-later
# random-attack and level-threshold: failure on average, and at worst over all choices of what is
# captured, against rounds. A panel for each loss rate but 0, where success is read off instead.

of(panel, i, y) = column('panel') == panel ? only(i, y) : NaN
loss(panel) = number_of(word(panel_labels, panel))
first = panels > 1 && loss(1) == 0 ? 2 : 1
shown = panels - first + 1

# What the claim says is checked: 1/r for the random key, certain failure for the threshold.
is_so = 0
if (has_adversary) {
  is_so = 1
  do for [panel = first : panels] {
    stats data using (of(panel, 1, abs(column('worst') * column('rounds') - 1))) name 'key' nooutput
    stats data using (of(panel, 2, column('worst'))) name 'fixed' nooutput
    is_so = is_so && exists('key_max') && exists('fixed_min') ? key_max < 1e-9 && fixed_min == 1 : 0
  }
}
# On average, no random key is clearly above, nor might be by much.
stats data using (column('series') == 1 ? far_low(0) > 1.0 / column('rounds') + 1e-9 \
  || high_end(0) > 1.2 / column('rounds') : 0) name 'above' nooutput
keeps = above_max == 0
claim = is_so ? 'At worst a random key fails with 1/r, and a fixed threshold for certain' \
  : keeps ? 'On average a random key fails no more often than 1/r' \
  : 'How often a random key and a fixed threshold fail'
live_min = 0
if (first == 2) {
  stats data using (column('panel') == 1 ? column(has_sampled ? 'success' : 'exact_success') : NaN) name 'live' nooutput
}
measured = 'Memoryless, equal losses'.(live_min == 1 ? '; where nothing is lost both always attack; ' : '; ').how
legend = together(together(dashed, if_sampled('Bands: intervals')), \
  has_adversary ? 'Open: at worst, over all choices of captures; else on average' : 'Dotted: the bound of Varghese and Lynch')

x_column = 'rounds'
eval x_axis
if (shown > 1) { set xtics nice_step(x_span / 7.5) }
width = shown == 1 ? 0.87 : shown == 2 ? 0.40 : 0.265
left(panel) = shown == 1 ? 0.1 : shown == 2 ? 0.085 + 0.49 * (panel - first) : 0.065 + 0.325 * (panel - first)
set yrange [-0.03 : 1.06]
set ytics 0, 0.2, 1
set xlabel 'rounds,'.space.'{/:Italic r}'
set tmargin at screen 0.715
set bmargin at screen 0.14
key_title = ''
labels = '"random key (random-attack)" "fixed threshold of 2 (level-threshold)"'
key_width(i) = 0.42
key_at(i) = 0.54 + key_step * (i - series / 2.0)
open(i) = i == 1 ? 6 : 4

do for [format in formats] {
  eval terminal(format)
  eval heading
  eval key
  set multiplot
  do for [panel = first : panels] {
    set lmargin at screen left(panel)
    set rmargin at screen left(panel) + width
    set ylabel panel == first ? 'probability of failure' : ''
    set label 4 '{/:Bold loss '.word(panel_labels, panel).'}' at graph 0.5, 1.05 center
    set label 5 '1/{/:Italic r}' at first larger(x_min, 2), 1.0 / larger(x_min, 2) left offset 1.2, 0.8 textcolor rgb '#404040'
    plot for [i = 1 : series] data using (of(panel, i, has_sampled ? column(across) : hidden)) \
        :(sampled('low')):(sampled('high')) with filledcurves linetype i notitle, \
      [larger(x_min, 0.5) : x_max] 1.0 / x with lines linecolor rgb '#404040' dashtype 3 notitle, \
      for [i = 1 : series] data using (of(panel, i, has_exact ? column(across) : hidden)):(exact('exact')) \
        with lines linetype i dashtype 2 notitle, \
      for [i = 1 : series] data using (of(panel, i, column(across))):(column(has_sampled ? 'failure' : 'exact')) \
        with points linetype i notitle, \
      for [i = 1 : series] data using (of(panel, i, has_adversary ? column(across) : hidden)) \
        :(has_adversary ? column('worst') : 1) with points linetype i pointtype open(i) pointsize 1.3 * open_size notitle
    unset label                         # once is enough for what stands outside the panels
  }
  unset multiplot
  unset output
}
