# SPDX-License-Identifier: GPL-3.0-or-later
# ack-chain: success, failure and confidence against the length of the chain.

claim = 'A longer chain of acknowledgements buys no confidence, only a rarer attack'
measured = 'Ack-chain over a '.channel_text.' channel, equal losses both ways; '.how
legend = together(dashed, if_sampled('Bands: intervals'))

columns = 'success failure confidence'
captions = '"both armies attack" "one army attacks alone" "of the less sure general"'
left(panel) = 0.065 + 0.325 * (panel - 1)

x_column = 'messages'
eval x_axis
point_scale = smaller(1, larger(0.55, 16 / x_span))
set xtics x_span < 7 ? 1 : x_span < 16 ? 2 : x_span < 31 ? 5 : x_span < 61 ? 10 : 10 ** ceil(log10(x_span / 6.0))
set xlabel 'messages in the chain,'.space.'{/:Italic k}'
top = 1e-9                              # of the panel of failures
do for [source in if_sampled('failure_high ').(has_exact ? 'exact_failure' : '')] {
  stats data using (column(source)) name 'y' nooutput
  top = larger(top, 1.1 * y_max)
}
set tmargin at screen 0.68
set bmargin at screen 0.14

do for [format in formats] {
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
    set yrange [0 : panel == 2 ? top : 1.05]
    plot for [i = 1 : series] data using (only(i, has_sampled ? column('messages') : hidden)) \
        :(sampled(what.'_low')):(sampled(what.'_high')) \
        with filledcurves linetype i notitle, \
      for [i = 1 : series] data using (exact_x(i)):(exact('exact_'.what)) \
        with lines linetype i dashtype 2 notitle, \
      for [i = 1 : series] data using (only(i, column('messages'))):(column((has_sampled ? '' : 'exact_').what)) \
        with points linetype i notitle
    unset label                         # once is enough for what stands outside the panels
  }
  unset multiplot
  unset output
}
