# SPDX-License-Identifier: GPL-3.0-or-later
# four-way-close: how often the server is left waiting, against the length of TIME_WAIT.

x_column = 'time_wait'
eval x_axis

# Beyond the repeats a curve stays where it is, within less than half of what it fell before, as powers.
# A curve of few failures says nothing.
beyond(i, value) = only(i, column(across) >= at_retries ? value : NaN)
more = 0
no_more = 0
do for [i = 1 : series] {
  if (is_between(i) && x_max > at_retries) {
    eval find_trend(i)
    eval find('farthest_low', 'beyond(i, far_low(0))')
    eval find('farthest_high', 'beyond(i, far_high(0))')
    eval find('least', 'beyond(i, low_end(0))')
    eval find('most', 'beyond(i, high_end(0))')
    if (exists('least_min') && least_records > 1) {
      more = more || farthest_low_max > farthest_high_min * (1 + 1e-9)
      fall = x_min < at_retries ? (first_low > 0 ? first_low / most_max : 0) : 2.25
      no_more = no_more || (least_min > 0 && fall > 1 && most_max / least_min < sqrt(fall))
    }
  }
}
eval find_trends
claim = no_more && !more ? 'Beyond as many rounds as a FIN has repeats, TIME\_WAIT buys nothing more' \
  : falls ? 'The longer the TIME\_WAIT, the rarer is the server left waiting' \
  : 'How often the server is left waiting, against its peer''s TIME\_WAIT'
measured = sprintf('Four-way close, at most %d repeats of a FIN, memoryless, equal losses; ', at_retries).how
eval find_unseen
legend = together(together(dashed, if_sampled('Bands: intervals')), \
  if_unseen('▽: none seen, drawn at the upper end of the interval'))

eval find('bottom', "power(has_sampled ? column('seen') > 0 ? 'low' : 'high' : 'exact')")
eval find('top', "power(has_sampled ? 'high' : 'exact')")
eval y_powers
set xlabel 'rounds in TIME\_WAIT,'.space.'{/:Italic w}'
set ylabel 'server left waiting'

# Where the client outlasts the server's last repeat.
if (x_min <= at_retries && at_retries <= x_max) {
  set arrow 1 from first at_retries, graph 0 to first at_retries, graph 1 nohead back \
    linecolor rgb '#404040' dashtype 3
  set label 4 sprintf('{/:Italic w} = %d, as many as a FIN has repeats', at_retries) \
    at first at_retries, graph 0.955 left offset 0.7, 0 textcolor rgb '#404040'
}

do for [format in formats] {
  eval terminal(format)
  eval heading
  eval key
  plot for [i = 1 : series] data using (only(i, has_sampled ? column(across) : hidden)) \
      :(sampled('low')):(sampled('high')) with filledcurves linetype i notitle, \
    for [i = 1 : series] data using (exact_x(i)):(exact('exact')) with lines linetype i dashtype 2 notitle, \
    for [i = 1 : series] data using (marked_x(i)):(exact('exact')) with points linetype i notitle, \
    for [i = 1 : series] data using (seen_x(i)):(sampled('failure')) with points linetype i notitle, \
    for [i = 1 : series] data using (unseen_x(i) + beside(i)) \
      :(sampled('high')) with points linetype i pointtype down_triangle pointsize open_size notitle
  unset output
}
