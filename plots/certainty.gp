# SPDX-License-Identifier: GPL-3.0-or-later
# always-attack: confidence of the less sure general against messengers, on a plain axis.
measured = 'Always attack over a '.channel_text.' channel; '.how
legend = together(together(dashed, if_sampled('△: no failure seen, drawn at the lower end of the interval')), \
  'Series are drawn side by side')

# What is missing from certainty.
middle(row) = known(column('exact_missing'), 1 - column('confidence'))
low_end(row) = known(column('exact_missing'), 1 - column('high'))
high_end(row) = known(column('exact_missing'), 1 - column('low'))

x_column = 'messengers'
eval x_axis
eval find_trends
claim = !falls ? 'Confidence of the less sure general on a plain axis' \
  : (edges ? 'Between loss 0 and 1, confidence' : 'Confidence').' climbs towards certainty' \
    .(all_positive ? ' and never arrives' : '')

set xlabel 'messengers sent,'.space.'{/:Italic n}'
set ylabel 'confidence of the less sure general'
set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead back linecolor rgb '#404040' linewidth 1.5
set label 4 '{/:Bold certainty}' at graph 0.99, graph 0.96 right textcolor rgb '#404040'

eval find('known', 'middle(0)')
if (!exists('known_max')) { set label 6 'not known from these trials' at graph 0.5, 0.5 center }

# The key says what no picture can show: how much is missing at the last point, or may be.
not(name) = name eq 'low' ? 1 - column(name) : column(name)
array missing[series]
do for [i = 1 : series] {
  missing[i] = ''
  do for [source in if_sampled('low ').(has_exact ? 'exact_missing' : '')] {
    eval find('rest', "only(i, column('messengers') == x_max ? not(source) : NaN)")
    if (exists('rest_max')) {
      missing[i] = (source eq 'low' ? ': ≤ ' : ': ') \
        .(rest_max == 1 ? '1' : rest_max > 0 ? gprintf('%.1t×10^{%T}', rest_max) : '0')
    }
  }
}
set rmargin at screen 0.76
set tmargin at screen 0.82
set key at graph 1.02, graph 0.92 left top Left reverse samplen 2 spacing 1.3
set key title loss_key.': what is missing'."\n".'at'.space.'{/:Italic n}'.space.sprintf('= %d', x_max) left
key_style = has_exact ? 'linespoints linetype i dashtype 2' : 'points linetype i'

set yrange [0 : 1.08]
set ytics 0, 0.2, 1

do for [format in formats] {
  eval terminal(format)
  eval heading
  plot for [i = 1 : series] keyentry with @key_style \
      title word(labels, i).missing[i], \
    for [i = 1 : series] data using (exact_x(i) + beside(i)):(1 - exact('exact_missing')) \
      with lines linetype i dashtype 2 notitle, \
    for [i = 1 : series] data using (marked_x(i) + beside(i)):(1 - exact('exact_missing')) \
      with points linetype i notitle, \
    for [i = 1 : series] data using (seen_x(i) + beside(i)) \
      :(sampled('confidence')):(sampled('low')):(sampled('high')) with yerrorbars linetype i notitle, \
    for [i = 1 : series] data using (unseen_x(i) + beside(i)) \
      :(sampled('low')) with points linetype i pointtype up_triangle pointsize open_size notitle
  unset output
}
