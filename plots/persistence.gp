# SPDX-License-Identifier: GPL-3.0-or-later
# retransmit: how often one army attacks alone, against attempts.

claim = 'Persistence makes failure rarer by a steady factor, never impossible'
measured = 'Retransmit over a '.channel_text.' channel, equal losses both ways; '.how
legend = together(dashed, if_sampled( \
  '▽: no failure seen, drawn at the upper end of the interval (the truth lies below)'))

x_column = 'attempts'
eval x_axis
# Exact curves may leave the picture below what was sampled; alone, they are all in it.
stats data using (power(has_sampled ? column('seen') > 0 ? 'low' : 'high' : 'exact')) name 'bottom' nooutput
stats data using (power(has_sampled ? 'high' : 'exact')) name 'top' nooutput
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
