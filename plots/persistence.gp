# SPDX-License-Identifier: GPL-3.0-or-later
# retransmit: how often one army attacks alone, against attempts.

claim = 'Persistence makes failure rarer by a steady factor, never impossible'
measured = 'Retransmit over a memoryless channel, equal losses both ways; '.sampled
legend = 'Dashed: exact, (1 − ('.one_minus_p.')^2)^{/:Italic r} −'.space.'{/:Italic p^r}.  ' \
  .'▽: no failure seen, drawn at the upper end of the interval (the truth lies below)'

exact(r, p) = (1 - (1 - p) ** 2) ** r - p ** r

x_column = 'attempts'
eval x_axis
stats data using (log10(column(column('seen') > 0 ? 'low' : 'high'))) name 'bottom' nooutput
stats data using (log10(column('high'))) name 'top' nooutput

set logscale y
set yrange [10 ** floor(bottom_min - 0.1) : 10 ** ceil(top_max)]
set ytics 10 ** ceil((top_max - bottom_min) / 10) format '10^{%L}'
unset mytics
set xlabel 'attempts,'.space.'{/:Italic r}'
set ylabel 'probability of failure'

do for [format in 'svg png'] {
  eval terminal(format)
  eval heading
  eval key
  plot for [i = 1 : series] [x_min : x_max] exact(x, loss[i]) linetype i dashtype 2 notitle, \
    for [i = 1 : series] data using (only(i, column('seen') > 0 ? column('attempts') : hidden)) \
      :'failure':'low':'high' with yerrorbars linetype i notitle, \
    for [i = 1 : series] data using (only(i, column('seen') > 0 ? hidden : column('attempts') + beside(i))) \
      :'high' with points linetype i pointtype down_triangle pointsize open_size notitle
  unset output
}
