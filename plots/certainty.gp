# SPDX-License-Identifier: GPL-3.0-or-later
# always-attack: confidence of the less sure general against messengers, on a plain axis.

claim = 'Confidence climbs towards certainty and never arrives'
measured = 'Always attack over a memoryless channel; '.sampled
legend = 'Dashed: exact, 1 −'.space.'{/:Italic p^n}.  ' \
  .'△: no failure seen, drawn at the lower end of the interval.  Series are drawn side by side'

x_column = 'messengers'
eval x_axis
set xrange [-0.5 : x_max + 0.5]         # without a messenger there is no confidence at all
set yrange [0 : 1.08]
set ytics 0, 0.2, 1
set xlabel 'messengers sent,'.space.'{/:Italic n}'
set ylabel 'confidence of the less sure general'
set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead back linecolor rgb '#404040' linewidth 1.5
set label 4 '{/:Bold certainty}' at graph 0.99, first 1.035 right textcolor rgb '#404040'

# The key says what no picture can show: how much is missing at the last point.
missing(i) = loss[i] > 0 ? gprintf('%.1t×10^{%T}', loss[i] ** x_max) : '0'
set rmargin at screen 0.76
set tmargin at screen 0.82
set key at graph 1.02, graph 0.92 left top Left reverse samplen 2 spacing 1.3
set key title loss_key.': what is missing'."\n".'at'.space.'{/:Italic n}'.space.sprintf('= %d', x_max) left

do for [format in 'svg png'] {
  eval terminal(format)
  eval heading
  plot for [i = 1 : series] keyentry with linespoints linetype i dashtype 2 \
      title word(labels, i).': '.missing(i), \
    for [i = 1 : series] [beside(i) : x_max + beside(i)] 1 - loss[i] ** (x - beside(i)) \
      linetype i dashtype 2 notitle, \
    for [i = 1 : series] data using (only(i, column('seen') > 0 ? column('messengers') + beside(i) : hidden)) \
      :'confidence':'low':'high' with yerrorbars linetype i notitle, \
    for [i = 1 : series] data using (only(i, column('seen') > 0 ? hidden : column('messengers') + beside(i))) \
      :'low' with points linetype i pointtype up_triangle pointsize open_size notitle
  unset output
}
