# SPDX-License-Identifier: GPL-3.0-or-later
# await-payment in bursts, with a service that is not idempotent: double charges against attempts,
# for several spacings.

x_column = 'attempts'
eval x_axis
eval find_unseen
eval find_means

middle(row) = known(column('exact'), column('mean'))
low_end(row) = known(column('exact'), or_zero('low'))
# Without an interval: what has nearly always been seen at least once in so many trials.
high_end(row) = known(column('exact'), known(column('high'), 3.7 * column('attempts') / column('trials')))

# The longest spacing against the shortest, with most attempts: exact, or with intervals apart.
least(i) = only(i, column('attempts') == x_max ? low_end(0) : NaN)
most(i) = only(i, column('attempts') == x_max ? high_end(0) : NaN)
stats data using (least(1)) name 'first_least' nooutput
stats data using (most(1)) name 'first_most' nooutput
stats data using (least(series)) name 'last_least' nooutput
stats data using (most(series)) name 'last_most' nooutput
pays = exists('first_least_max') && exists('last_most_max') ? first_least_max > last_most_max : 0
costs = exists('first_most_max') && exists('last_least_max') ? first_most_max <= last_least_max : 0

claim = never ? 'No customer is charged twice' \
  : y_max == 0 ? 'Nobody was seen charged twice in '.trials_text.' trials' \
  : pays ? 'In bursts, a persistent shop charges fewer twice if it waits between attempts' \
  : costs ? 'In bursts, waiting between attempts does not spare customers a second charge' \
  : 'How often customers are charged twice in bursts'
measured = sprintf('Await payment, not idempotent; loss %g; bursts of %g rounds that capture %g; ', \
  at_loss, at_channel_length, at_channel_capture).(has_sampled ? trials_text.space.'trials per point' : how)
legend = together(dashed, bands)

set yrange [0 : 1.08 * y_top]
set xlabel 'attempts,'.space.'{/:Italic n}'
set ylabel 'double charges per order'
key_title = 'rounds between attempts'

do for [format in formats] {
  eval terminal(format)
  eval heading
  eval key
  plot for [i = 1 : series] data using (only(i, has_sampled ? column(across) : hidden)) \
      :(sampled('low')):(sampled('high')) with filledcurves linetype i notitle, \
    for [i = 1 : series] data using (exact_x(i)):(exact('exact')) with lines linetype i dashtype 2 notitle, \
    for [i = 1 : series] data using (marked_x(i)):(exact('exact')) with points linetype i notitle, \
    for [i = 1 : series] data using (seen_x(i)):(sampled('mean')) with points linetype i notitle, \
    for [i = 1 : series] data using (unseen_x(i) + beside(i)) \
      :(high_or_zero('high')) with points linetype i pointtype down_triangle pointsize open_size notitle
  unset output
}
