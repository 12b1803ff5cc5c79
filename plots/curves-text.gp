# SPDX-License-Identifier: GPL-3.0-or-later
# Curves in characters, for a terminal: points alone, without intervals; exact ones where there are.

rare = measure eq 'failure'
across = x_column
is_number(name) = column(name) == column(name)
best(dummy) = (has_exact ? is_number('exact') : 0) ? column('exact') : has_sampled ? column(measure) : NaN
is_unseen(dummy) = !(has_exact ? is_number('exact') : 0) && (has_sampled ? column('seen') == 0 : 0)
drawn(dummy) = is_unseen(0) ? column('high') : best(0)
at(panel, i) = column('panel') == panel && column('series') == i
stats data using (drawn(0)) name 'high' nooutput
stats data using (is_unseen(0)) name 'none' nooutput
stats data using (column(across)) name 'along' nooutput
if (is_x_logarithmic) { set logscale x }
if (rare) {
  set logscale y
  set yrange [10 ** floor(log10(high_min) - 0.01) : 10 ** ceil(log10(high_max))]
  set format y '1e%T'
} else { set yrange [0 : *] }
set xrange [(is_x_logarithmic ? along_min / (along_max / along_min) ** 0.04 : along_min - 0.04 * (along_max - along_min)) \
  : (is_x_logarithmic ? along_max * (along_max / along_min) ** 0.04 : along_max + 0.04 * (along_max - along_min))]
set linetype 1 pointtype 'o'
set linetype 2 pointtype 'x'
set linetype 3 pointtype '+'
set linetype 4 pointtype '#'
set linetype 5 pointtype '@'
set linetype 6 pointtype '%'
unset grid
unset minussign
unset tmargin
set tics in
set border 3
set key outside right top Left reverse samplen 1
first = 0
do for [p = 1 : panels] {
  count = int(word(series_in, p))
  set terminal dumb noenhanced size text_columns, larger(16, smaller(32, text_columns * 0.3))
  set output sprintf('%s-%d.txt', name, p)
  set title word(panel_labels, p) noenhanced
  set xlabel x_text noenhanced
  key_title = word(key_titles, p)
  set key title key_title noenhanced
  set ylabel ''
  if (none_max == 1) {
    plot for [i = 1 : count] data using (at(p, i) && !is_unseen(0) ? column(across) : NaN):(best(0)) \
        with points linetype i title word(labels, first + i) noenhanced, \
      data using (column('panel') == p && is_unseen(0) ? column(across) : NaN):(drawn(0)) \
        with points pointtype 'v' title 'none seen' noenhanced
  } else {
    plot for [i = 1 : count] data using (at(p, i) ? column(across) : NaN):(best(0)) \
      with points linetype i title word(labels, first + i) noenhanced
  }
  unset output
  first = first + count
}
