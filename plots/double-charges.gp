# SPDX-License-Identifier: GPL-3.0-or-later
# await-payment with a service that is not idempotent: double charges against attempts.

x_column = 'attempts'
eval x_axis
stats data using (column(has_sampled ? 'mean' : 'exact')) name 'y' nooutput
claim = y_max == 0 ? 'No customer is charged twice' \
  : 'Where the service is not idempotent, each further attempt charges some twice'
measured = 'Await payment over a '.channel_text.' channel, equal losses both ways; ' \
  .(has_sampled ? trials_text.space.'trials per point' : how)
legend = together(together(dashed, if_sampled('Bands: intervals of the mean')), \
  'Dotted: where it leads, {/:Italic p} / (1 − {/:Italic p})')

# In the end a response arrives, after p / (1 - p) on average that did not.
in_the_end(p) = p < 1 ? p / (1 - p) : 1e9
limit(i) = in_the_end(number_of(word(labels, i)))
top = 1e-9
do for [i = 1 : series] { if (limit(i) < 4 * y_max) { top = larger(top, limit(i)) } }
set yrange [0 : 1.08 * larger(top, y_max)]
do for [i = 1 : series] {
  if (limit(i) <= top) {
    set arrow 10 + i from graph 0, first limit(i) to graph 1, first limit(i) nohead back linetype i dashtype 3
  }
}
set xlabel 'attempts,'.space.'{/:Italic n}'
set ylabel 'double charges per order'

do for [format in 'svg png'] {
  eval terminal(format)
  eval heading
  eval key
  plot for [i = 1 : series] data using (only(i, has_sampled ? column(across) : hidden)) \
      :(sampled('low')):(sampled('high')) with filledcurves linetype i notitle, \
    for [i = 1 : series] data using (exact_x(i)):(exact('exact')) with lines linetype i dashtype 2 notitle, \
    for [i = 1 : series] data using (only(i, column(across))):(column(has_sampled ? 'mean' : 'exact')) \
      with points linetype i notitle
  unset output
}
