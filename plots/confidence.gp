# SPDX-License-Identifier: GPL-3.0-or-later
# always-attack: confidence of the less sure general against messengers, in nines.
measured = 'Always attack over a '.channel_text.' channel; '.how
legend = together(dashed, if_sampled( \
  '△: no failure seen, drawn at the lower end of the interval (the truth lies above)'))

# What is missing from certainty.
middle(row) = known(column('exact_missing'), 1 - column('confidence'))
low_end(row) = known(column('exact_missing'), 1 - column('high'))
high_end(row) = known(column('exact_missing'), 1 - column('low'))

x_column = 'messengers'
eval x_axis
# The nth root of what is missing after n messengers must be the same on all of a curve, and the curve
# that is told of is the one where it is nearest to a tenth.
root(p) = p > 0 ? p ** (1.0 / column(across)) : NaN
nines_text = ''
refuted = 0
do for [i = 1 : series] {
  if (is_between(i)) {
    eval find_trend(i)
    eval find('least', 'only(i, root(far_low(0)))')
    # An exact value of 0 is no further than a number can be small, unless it comes too early.
    eval find('most', 'only(i, high_end(0) > 0 ? root(far_high(0)) : NaN)')
    root_of_all = exists('least_max') ? least_max : 0
    stats data using (only(i, high_end(0) == 0 && !too_small(root_of_all, 1, column(across)))) name 'none' nooutput
    if (none_max > 0) { refuted = 1 }
    if (exists('least_max') && exists('most_min')) {
      refuted = refuted || least_max > most_min + 1e-6
      per_messenger = -(log10(least_max) + log10(most_min)) / 2
      unsure = least_max > 0 && most_min < 1 ? log10(least_max) / log10(most_min) : 0
      distance = abs(log10(larger(1e-9, per_messenger)))
      if (least_records > 1 && trend == -1 && unsure > 0.8 && (nines_text eq '' || distance < nearest - 1e-9)) {
        nearest = distance
        nines_text = (is_exact ? '' : 'about ').sprintf(unsure > 0.95 ? '%.2g' : '%.1g', per_messenger)
        nines_text = nines_text.(nines_text eq '1' || nines_text eq 'about 1' ? ' nine' : ' nines') \
          .' at loss '.word(labels, i).(positive ? ', and never certainty' : '')
      }
    }
  }
}
claim = refuted || nines_text eq '' ? 'Confidence of the less sure general against messengers' \
  : 'Every further messenger buys '.nines_text

above = 999                             # certainty itself, far above the picture
nines(missing) = missing > 0 ? -log10(missing) : missing == 0 ? above : NaN
percent(k) = k == 0 ? '0' : k == 1 ? '90 %%' : '99'.(k > 2 ? '.' : '').substr('999999999999999', 3, k).' %%'

exact_nines(name) = nines(exact(name))
sampled_nines(name) = nines(1 - sampled(name))

# Exact curves may leave the picture above what was sampled; alone, they are all in it.
eval find('y', has_sampled ? "sampled_nines(column('seen') > 0 ? 'high' : 'low')" \
  : "column('exact_missing') > 0 ? exact_nines('exact_missing') : NaN")
if (!exists('y_max')) {                 # no messenger is ever captured, or failures alone were sampled
  y_max = 0
  set label 6 (has_sampled ? 'not known from these trials' : 'certainty, for which there is no place here') at graph 0.5, 0.25 center
}
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
