# SPDX-License-Identifier: GPL-3.0-or-later
# ack-chain: success, failure and confidence against the length of the chain.
measured = 'Ack-chain over a '.channel_text.' channel, equal losses both ways; '.how
legend = together(dashed, if_sampled('Bands: intervals'))

columns = 'success failure confidence'
captions = '"both armies attack" "one army attacks alone" "of the less sure general"'
left(panel) = 0.065 + 0.325 * (panel - 1)

x_column = 'messages'
eval x_axis

# Success falls, and confidence lies within less than half of that.
of(name, end) = known(column('exact_'.name), column(name.end))
middle(row) = of('success', '')
low_end(row) = of('success', '_low')
high_end(row) = of('success', '_high')
eval find_trends
surer = 0
same = 0
do for [i = 1 : series] {
  if (is_between(i)) {
    eval find_trend(i)
    eval find('farthest_low', "only(i, 2 * of('confidence', '_low') - of('confidence', ''))")
    eval find('farthest_high', "only(i, 2 * of('confidence', '_high') - of('confidence', ''))")
    eval find('least', "only(i, of('confidence', '_low'))")
    eval find('most', "only(i, of('confidence', '_high'))")
    if (exists('farthest_low_max') && exists('farthest_high_min')) {
      surer = surer || farthest_low_max > farthest_high_min + 1e-9
      same = same || (trend == -1 && most_max - least_min < (first_low - last_high) / 2)
    }
  }
}
claim = !falls ? 'Success, failure and confidence against the length of the chain' \
  : surer || !same ? 'A longer chain of acknowledgements makes the attack rarer' \
  : edges ? 'Between loss 0 and 1, a longer chain buys only a rarer attack, no confidence' \
  : 'A longer chain of acknowledgements buys no confidence, only a rarer attack'

point_scale = smaller(1, larger(0.55, 16 / x_span))
set xtics nice_step(x_span / 7.5)
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
    set ytics autofreq
    if (panel == 2 && top < 0.01) {     # in few characters, for which there is room
      set ytics ('0' 0)
      ten = 10.0 ** floor(log10(top))
      do for [k = 1 : int(top / ten)] {
        set ytics add (sprintf('%d×10^{%s%d}', k, '−', -log10(ten)) k * ten)
      }
    }
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
