# SPDX-License-Identifier: GPL-3.0-or-later
# four-way-close: how often the server is left waiting, against the length of TIME_WAIT.

x_column = 'time_wait'
eval x_axis
claim = x_max > at_retries ? 'Beyond as many rounds as a FIN has repeats, TIME\_WAIT buys nothing more' \
  : 'The longer the TIME\_WAIT, the rarer is the server left waiting'
measured = sprintf('Four-way close, at most %d repeats of a FIN, memoryless, equal losses; ', at_retries).how
eval find_unseen
legend = together(together(dashed, if_sampled('Bands: intervals')), \
  if_unseen('▽: none seen, drawn at the upper end of the interval'))

stats data using (power(has_sampled ? column('seen') > 0 ? 'failure' : 'high' : 'exact')) name 'bottom' nooutput
stats data using (power(has_sampled ? 'high' : 'exact')) name 'top' nooutput
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
