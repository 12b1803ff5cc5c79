# SPDX-License-Identifier: GPL-3.0-or-later
# await-payment with a service that is not idempotent: double charges against attempts.

x_column = 'attempts'
eval x_axis
eval find_unseen
eval find_means
middle(row) = known(column('exact'), column('mean'))
low_end(row) = known(column('exact'), or_zero('low'))
# Without an interval: what has nearly always been seen at least once in so many trials.
high_end(row) = known(column('exact'), known(column('high'), 3.7 * column('attempts') / column('trials')))
eval find_trends
claim = never ? 'No customer is charged twice' \
  : rises ? 'Where the service is not idempotent, each further attempt charges some twice' \
  : y_max > 0 ? 'Where the service is not idempotent, some customers are charged twice' \
  : 'Nobody was seen charged twice in '.trials_text.' trials'

# In the end a response arrives, after p / (1 - p) on average that did not.
in_the_end(p) = p < 1 ? p / (1 - p) : 1e9
limit(i) = in_the_end(number_of(word(labels, i)))
top = y_top
do for [i = 1 : series] { if (limit(i) < 4 * y_top) { top = larger(top, limit(i)) } }
has_limit = 0
do for [i = 1 : series] {
  if (limit(i) > 0 && limit(i) <= top) {
    has_limit = 1
    set arrow 10 + i from graph 0, first limit(i) to graph 1, first limit(i) nohead back linetype i dashtype 3
  }
}
set yrange [0 : 1.08 * top]

measured = 'Await payment over a '.channel_text.' channel, equal losses both ways; ' \
  .(has_sampled ? trials_text.space.'trials per point' : how)
legend = together(together(dashed, bands), has_limit ? 'Dotted: {/:Italic p} / (1 − {/:Italic p}), the limit' : '')
set xlabel 'attempts,'.space.'{/:Italic n}'
set ylabel 'double charges per order'

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
