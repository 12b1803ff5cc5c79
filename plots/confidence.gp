# SPDX-License-Identifier: GPL-3.0-or-later
# always-attack: confidence of the less sure general against messengers, in nines.

claim = 'Every further messenger buys the same number of nines, and never certainty'
measured = 'Always attack over a memoryless channel; '.sampled
legend = 'Dashed: exact, 1 −'.space.'{/:Italic p^n}.  ' \
  .'△: no failure seen, drawn at the lower end of the interval (the truth lies above)'

above = 99                              # certainty itself, far above the picture
nines(y) = y < 1 ? -log10(1 - y) : above
nines_exact(n, p) = p > 0 ? -n * log10(p) : above   # of 1 - p^n, without its rounding
percent(k) = k == 0 ? '0' : k == 1 ? '90 %%' : '99'.(k > 2 ? '.' : '').substr('999999999999999', 3, k).' %%'

x_column = 'messengers'
eval x_axis
stats data using (nines(column(column('seen') > 0 ? 'high' : 'low'))) name 'y' nooutput
top = y_max < 15.9 ? ceil(y_max + 0.1) : 16
step = ceil(top / 10.0)

set yrange [0 : top]
set y2range [0 : top]
set border 11
set ytics (percent(0) 0)
set y2tics ('10^0' 0)
do for [k = step : top : step] {
  set ytics add (percent(k) k)
  set y2tics add (sprintf('10^{−%d}', k) k)
}
set xlabel 'messengers sent,'.space.'{/:Italic n}'
set ylabel 'confidence of the less sure general'
set y2label '1 − confidence'

do for [format in 'svg png'] {
  eval terminal(format)
  eval heading
  eval key
  plot for [i = 1 : series] [x_min : x_max] nines_exact(x, loss[i]) linetype i dashtype 2 notitle, \
    for [i = 1 : series] data using (only(i, column('seen') > 0 ? column('messengers') : hidden)) \
      :(nines(column('confidence'))):(nines(column('low'))):(nines(column('high'))) \
      with yerrorbars linetype i notitle, \
    for [i = 1 : series] data using (only(i, column('seen') > 0 ? hidden : column('messengers') + beside(i))) \
      :(nines(column('low'))) with points linetype i pointtype up_triangle pointsize open_size notitle
  unset output
}
