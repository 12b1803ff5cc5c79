# SPDX-License-Identifier: GPL-3.0-or-later
# The four strategies of the shop with three attempts: how the sale ends, and what is unsettled then.

measured = sprintf('Three attempts, then three cancels or queries; loss %g both ways, memoryless; ', at_loss) \
  .(has_sampled ? trials_text.space.'trials each' : how)
# A row has sampled shares, exact ones or both; what it lacks is NaN, which is not equal to itself.
row_has(kind) = column(kind.'both') == column(kind.'both')
stats data using (row_has('')) name 'sampled' nooutput
stats data using (row_has('exact_')) name 'exact' nooutput
legend = 'Areas: '.(!has_sampled ? 'probabilities' : 'shares of the trials' \
    .(sampled_min == 1 ? '' : ', exact where there are none')) \
  .'.  Numbers: '.(!has_exact ? 'shares of the trials' : exact_min == 1 ? 'exact' : 'exact where known')

cells = 'both neither first_only second_only' # from left to right
texts = '"sale completed" "no sale" "goods lost" "charged for nothing"'
colours = '#56B4E9 #CCCCCC #D55E00 #E69F00'
# Each of the four goes wrong, and the last two no more often than they are unsettled.
row_share(name) = known(column('exact_'.name), column(name))
wrong(row) = row_share('first_only') + row_share('second_only')
stats data using (wrong(0) > 0) name 'wrong' nooutput
stats data using (column('series') > 2 ? wrong(0) > row_share('unsettled') * (1 + 1e-9) : 0) name 'final' nooutput
claim = wrong_min < 1 ? 'How a sale ends, and how often it is left unsettled' \
  : final_max == 0 ? 'All four can end wrong; with refund and reconcile that is unsettled, not final' \
  : 'All four can end wrong'
kind(name) = (row_has('') ? '' : 'exact_').name
best(name) = column((row_has('exact_') ? 'exact_' : '').name)
share(c) = column(kind(word(cells, c)))
upto(c) = c == 0 ? 0 : sum [j = 1 : c] share(j)
number(p) = p == 0 ? '0' : p < 0.0001 ? gprintf('%.1t×10^{%T}', p) : sprintf('%.3g', p)
row = 'column(''series'')'
has_unsettled = 'column(''series'') > 2' # the first two have nothing to undo or to ask
is_bar = 'column(''series'') > 2 && column(kind(''unsettled'')) > 0'

# Names of the strategies stand left of 0, numbers right of 1.
set lmargin at screen 0.015
set rmargin at screen 0.985
set bmargin at screen 0.13
set xrange [-0.27 : 1.47]
set yrange [4.6 : 0.15]
set xtics 0, 0.2, 1
unset ytics
unset border
set grid noytics
set arrow 1 from first 0, graph 0 to first 1, graph 0 nohead linecolor rgb '#404040'
set label 4 (has_sampled ? 'share of trials' : 'probability') at first 0.5, graph -0.14 center
box = 0.3
at_column(c) = 1.15 + 0.2 * (c - 1)
do for [c = 1 : 2] {
  set label 30 + c '{/:Bold '.word('failure unsettled', c).'}' at first at_column(c), 0.4 center
}

do for [format in formats] {
  eval terminal(format)
  eval heading
  do for [c = 1 : 4] {
    set object c rectangle from screen 0.15 + 0.2 * (c - 1), 0.79 to screen 0.172 + 0.2 * (c - 1), 0.82 \
      fillcolor rgb word(colours, c) fillstyle solid 1 noborder
    set label 10 + c word(texts, c) at screen 0.18 + 0.2 * (c - 1), 0.805 left
  }
  plot for [c = 1 : 4] data using (0):(@row):(upto(c - 1)):(upto(c)):(@row - box):(@row + box) \
      with boxxyerror fillcolor rgb word(colours, c) fillstyle solid 1 noborder notitle, \
    data using (-0.02):(@row):(stringcolumn('strategy')) with labels right notitle, \
    data using (at_column(1)):(@row):(number(best('first_only') + best('second_only'))) with labels center notitle, \
    data using (at_column(2)):(@row):(@has_unsettled ? number(best('unsettled')) : '–') with labels center notitle, \
    data using (@is_bar ? 1 - column(kind('unsettled')) : hidden):(@row + box + 0.1):(column(kind('unsettled'))):(0) \
      with vectors nohead linecolor rgb '#202020' linewidth 5 notitle, \
    data using (@is_bar ? 1 - column(kind('unsettled')) - 0.012 : hidden):(@row + box + 0.1):('unsettled') \
      with labels right font small_font notitle
  unset output
}
