# SPDX-License-Identifier: GPL-3.0-or-later
# ack-chain: success, failure and confidence against the length of the chain.

claim = 'A longer chain of acknowledgements buys no confidence, only a rarer attack'
measured = 'Ack-chain over a memoryless channel, equal losses both ways; '.sampled
legend = 'Dashed: exact, ('.one_minus_p.')^{/:Italic k}, {/:Italic p}'.space.'('.one_minus_p.')^{/:Italic k−1}' \
  .space.'and '.one_minus_p.'.  Bands: intervals'

columns = 'success failure confidence'
captions = '"both armies attack" "one army attacks alone" "of the less sure general"'
exact(panel, k, p) = panel == 1 ? (1 - p) ** k : panel == 2 ? p * (1 - p) ** (k - 1) : 1 - p
left(panel) = 0.065 + 0.325 * (panel - 1)

x_column = 'messages'
eval x_axis
point_scale = smaller(1, larger(0.55, 16 / x_span))
set xtics x_span < 7 ? 1 : x_span < 16 ? 2 : x_span < 31 ? 5 : 10
set xlabel 'messages in the chain,'.space.'{/:Italic k}'
stats data using (column('failure_high')) name 'y' nooutput
set tmargin at screen 0.68
set bmargin at screen 0.14

do for [format in 'svg png'] {
  eval terminal(format)
  eval heading
  eval key
  set multiplot
  do for [panel = 1 : 3] {
    what = word(columns, panel)
    set lmargin at screen left(panel)
    set rmargin at screen left(panel) + 0.265
    set label 4 '{/:Bold '.what.'}' at graph 0.5, 1.115 center
    set label 5 word(captions, panel) at graph 0.5, 1.05 center font small_font
    set yrange [0 : panel == 2 ? 1.1 * larger(y_max, 1e-9) : 1.05]
    plot for [i = 1 : series] data using (only(i, column('messages'))):what.'_low':what.'_high' \
        with filledcurves linetype i notitle, \
      for [i = 1 : series] data using (only(i, column('messages'))) \
        :(exact(panel, column('messages'), column('loss'))) with lines linetype i dashtype 2 notitle, \
      for [i = 1 : series] data using (only(i, column('messages'))):what with points linetype i notitle
    unset label                         # once is enough for what stands outside the panels
  }
  unset multiplot
  unset output
}
