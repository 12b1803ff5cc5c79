# SPDX-License-Identifier: GPL-3.0-or-later
# Curves in characters, for a terminal: points alone, without intervals; exact ones where there are.

rare = measure eq 'failure'
across = x_column
best(dummy) = has_exact && column('exact') == column('exact') ? column('exact') \
  : has_sampled ? (column('seen') == 0 ? column('high') : column(measure)) : NaN
at(panel, i) = column('panel') == panel && column('series') == i
stats data using (best(0)) name 'high' nooutput
stats data using (column(across)) name 'along' nooutput
if (is_x_logarithmic) { set logscale x }
if (rare) {
  set logscale y
  set yrange [10 ** floor(log10(high_min) - 0.01) : 10 ** ceil(log10(high_max))]
  set format y '1e%T'
} else { set yrange [0 : *] }
set xrange [along_min : along_max]
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
  plot for [i = 1 : count] data using (at(p, i) ? column(across) : NaN):(best(0)) \
    with points linetype i title word(labels, first + i) noenhanced
  unset output
  first = first + count
}
