# SPDX-License-Identifier: GPL-3.0-or-later
# always-attack: confidence of the less sure general against messengers, in nines.

claim = 'Every further messenger buys the same number of nines, and never certainty'
measured = 'Always attack over a '.channel_text.' channel; '.how
legend = together(dashed, if_sampled( \
  '△: no failure seen, drawn at the lower end of the interval (the truth lies above)'))

above = 999                             # certainty itself, far above the picture
nines(missing) = missing > 0 ? -log10(missing) : missing == 0 ? above : NaN
percent(k) = k == 0 ? '0' : k == 1 ? '90 %%' : '99'.(k > 2 ? '.' : '').substr('999999999999999', 3, k).' %%'

x_column = 'messengers'
eval x_axis
exact_nines(name) = nines(exact(name))
sampled_nines(name) = nines(1 - sampled(name))

# Exact curves may leave the picture above what was sampled; alone, they are all in it.
stats data using (has_sampled ? sampled_nines(column('seen') > 0 ? 'high' : 'low') \
  : column('exact_missing') > 0 ? exact_nines('exact_missing') : NaN) name 'y' nooutput
if (!exists('y_max')) { y_max = 0 }     # certain: no messenger is ever captured
top = has_sampled && y_max > 15.9 ? 16 : ceil(y_max + 0.1)
step = ceil(top / 10.0)

set yrange [0 : top]
set y2range [0 : top]
set border 11
set ytics (percent(0) 0)
set y2tics ('10^0' 0)
do for [k = step : top : step] {
  set ytics add ((top > 16 ? sprintf('%d nines', k) : percent(k)) k)
  set y2tics add (sprintf('10^{−%d}', k) k)
}
set xlabel 'messengers sent,'.space.'{/:Italic n}'
set ylabel 'confidence of the less sure general'
set y2label '1 − confidence'

do for [format in formats] {
  eval terminal(format)
  eval heading
  eval key
  plot for [i = 1 : series] data using (exact_x(i)):(exact_nines('exact_missing')) \
      with lines linetype i dashtype 2 notitle, \
    for [i = 1 : series] data using (marked_x(i)):(exact_nines('exact_missing')) \
      with points linetype i notitle, \
    for [i = 1 : series] data using (seen_x(i)) \
      :(sampled_nines('confidence')):(sampled_nines('low')):(sampled_nines('high')) \
      with yerrorbars linetype i notitle, \
    for [i = 1 : series] data using (unseen_x(i) + beside(i)) \
      :(sampled_nines('low')) with points linetype i pointtype up_triangle pointsize open_size notitle
  unset output
}
