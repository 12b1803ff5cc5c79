# SPDX-License-Identifier: GPL-3.0-or-later
# retransmit: how often one army attacks alone, against attempts.
measured = 'Retransmit over a '.channel_text.' channel, equal losses both ways; '.how
legend = together(dashed, if_sampled( \
  '▽: no failure seen, drawn at the upper end of the interval (the truth lies below)'))

x_column = 'attempts'
eval x_axis

# The factor of the last step, per attempt, and is it that of the step before? Where failures were few,
# of the last steps that tell.
step(x) = middle(0) > 0 && far_low(0) > 0 ? ( \
  former = factor, unsure_former = unsure, \
  factor = value > 0 ? (value / middle(0)) ** (1.0 / (x - x_value)) : NaN, \
  unsure = value > 0 ? (value_high / far_low(0) / value_low * far_high(0)) ** (1.0 / (x - x_value)) : NaN, \
  is_steady = abs(factor / former - 1) < 0.1 && unsure < 1.2 && unsure_former < 1.2, \
  steady = is_steady ? factor : steady == steady && unsure < 1.2 ? NaN : steady, \
  x_value = x, value = middle(0), value_low = far_low(0), value_high = far_high(0)) \
  : high_end(0) == 0 && !too_small(value, x_value, x) ? (steady = NaN) : 0
eval find_trends
slowest = NaN
fastest = NaN
steady_curves = 0
do for [i = 1 : series] {
  if (is_between(i)) {
    value = 0; x_value = 0; factor = NaN; unsure = NaN; steady = NaN
    stats data using (column('series') == i ? step(column(across)) : 0) name 'ignored' nooutput
    if (steady == steady) {
      steady_curves = steady_curves + 1
      slowest = slowest == slowest ? smaller(slowest, steady) : steady
      fastest = fastest == fastest ? larger(fastest, steady) : steady
    }
  }
}
times(factor) = sprintf(factor < 100 ? '%.2g' : '%.0f', factor)
stats data using (column('exact') == column('exact')) name 'sure' nooutput
range = (sure_min == 1 ? '' : 'about ').times(slowest).(times(fastest) eq times(slowest) ? '' : ' to '.times(fastest))
has_range = steady_curves == between && !edges # else the title has no room for it
claim = !falls ? 'How often one army attacks alone, against attempts' \
  : (edges ? 'Between loss 0 and 1, persistence' : 'Persistence').' makes failure rarer' \
    .(has_range ? ' by a steady factor ('.range.')' : '').(all_positive ? ', never impossible' : '')

# Exact curves may leave the picture below what was sampled; alone, they are all in it.
eval find('bottom', "power(has_sampled ? column('seen') > 0 ? 'low' : 'high' : 'exact')")
eval find('top', "power(has_sampled ? 'high' : 'exact')")
eval y_powers
set xlabel 'attempts,'.space.'{/:Italic r}'
set ylabel 'probability of failure'

do for [format in formats] {
  eval terminal(format)
  eval heading
  eval key
  plot for [i = 1 : series] data using (exact_x(i)):(exact('exact')) with lines linetype i dashtype 2 notitle, \
    for [i = 1 : series] data using (marked_x(i)):(exact('exact')) with points linetype i notitle, \
    for [i = 1 : series] data using (seen_x(i)) \
      :(sampled('failure')):(sampled('low')):(sampled('high')) with yerrorbars linetype i notitle, \
    for [i = 1 : series] data using (unseen_x(i) + beside(i)) \
      :(sampled('high')) with points linetype i pointtype down_triangle pointsize open_size notitle
  unset output
}
