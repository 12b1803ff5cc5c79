# SPDX-License-Identifier: GPL-3.0-or-later
# explain: the probability of each level of "everyone knows that everyone knows that ...".

claim = never_common ? 'However many messages confirm it, common knowledge is never reached' \
  : 'How much everyone knows that everyone knows'
measured = strategy.' with '.parameters.', '.channel_text.' channel;'.space.'exact, every history'
legend = 'Level 0: it is so.  Level 1: everyone knows it.  Level 2: everyone knows that everyone knows it. ...'

events = 'heard both'
captions = '"the first message of '.party_1.' reached '.party_2.'" "both act"'
left(panel) = 0.08 + 0.485 * (panel - 1)

x_column = 'level'
eval x_axis
set xtics x_span < 16 ? 1 : x_span < 31 ? 2 : x_span < 101 ? 10 : 100
set yrange [-0.1 : 1.05]
set ytics 0, 0.2, 1
set xlabel 'level: how many times'.space.'"everyone knows"'
set bmargin at screen 0.14
set tmargin at screen 0.70
set arrow 1 from graph 0, first 0 to graph 1, first 0 nohead back linecolor rgb '#404040' linewidth 1.5

do for [format in formats] {
  eval terminal(format)
  eval heading
  eval key
  set multiplot
  do for [panel = 1 : 2] {
    what = word(events, panel)
    set lmargin at screen left(panel)
    set rmargin at screen left(panel) + 0.42
    set ylabel panel == 1 ? 'probability' : ''
    set label 4 '{/:Bold '.what.'}' at graph 0.5, 1.11 center
    set label 5 word(captions, panel) at graph 0.5, 1.05 center font small_font
    if (never_common) {
      set label 6 'common knowledge: 0' at graph 0.985, first -0.055 right \
        font small_font textcolor rgb '#404040'
    }
    plot for [i = 1 : series] data using (only(i, column('level'))):what \
      with linespoints linetype i dashtype 2 notitle
    unset label                         # once is enough for what stands outside the panels
  }
  unset multiplot
  unset output
}
