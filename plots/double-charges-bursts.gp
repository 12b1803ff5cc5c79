# SPDX-License-Identifier: GPL-3.0-or-later
# await-payment in bursts, with a service that is not idempotent: double charges against attempts,
# for several spacings.

x_column = 'attempts'
eval x_axis
mean = has_sampled ? 'mean' : 'exact'
stats data using (column(mean)) name 'y' nooutput
at_end(i) = only(i, column('attempts') == x_max ? column(mean) : NaN)
stats data using (at_end(1)) name 'first' nooutput
stats data using (at_end(series)) name 'last' nooutput
pays = exists('first_max') && exists('last_max') ? first_max > last_max : 0
claim = y_max == 0 ? 'No customer is charged twice' \
  : pays ? 'In bursts, a persistent shop charges fewer twice if it waits between attempts' \
  : 'In bursts, waiting between attempts does not spare customers a second charge'
measured = sprintf('Await payment, not idempotent; loss %g; bursts of %g rounds that capture %g; ', \
  at_loss, at_channel_length, at_channel_capture).(has_sampled ? trials_text.space.'trials per point' : how)
legend = together(dashed, if_sampled('Bands: intervals of the mean'))

set yrange [0 : 1.08 * larger(1e-9, y_max)]
set xlabel 'attempts,'.space.'{/:Italic n}'
set ylabel 'double charges per order'
key_title = 'rounds between attempts'

do for [format in 'svg png'] {
  eval terminal(format)
  eval heading
  eval key
  plot for [i = 1 : series] data using (only(i, has_sampled ? column(across) : hidden)) \
      :(sampled('low')):(sampled('high')) with filledcurves linetype i notitle, \
    for [i = 1 : series] data using (exact_x(i)):(exact('exact')) with lines linetype i dashtype 2 notitle, \
    for [i = 1 : series] data using (only(i, column(across))):(column(mean)) with points linetype i notitle
  unset output
}
