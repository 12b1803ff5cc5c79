# SPDX-License-Identifier: GPL-3.0-or-later
# compare: failure against what a strategy costs, a panel for each loss rate, and the line of those that
# nobody beats in both. The settings of a strategy stand beside its points on the line.

# Points of a series in a panel; what else the series has is away, since gnuplot warns of plots without
# any point.
at(panel, i, kind) = only(i, column('panel') == panel && kind ? column(cost) : away)
has_interval(line) = column('line') == line && column('low') < column('high')
on_line(panel, y) = column('panel') == panel && column('line') == 1 ? y : NaN
shown = "(column('failure') > 0 ? column('failure') : column('high'))"

stats data using (column('line') == 0 ? 1 : 0) name 'off' nooutput
claim = off_max == 0 ? 'To fail less often, every strategy here pays with more '.cost \
  : 'Pick none off the line: another fails less, with no more '.cost
measured = problem.', '.channel_text.'; '.(any_sampled ? level.' intervals that hold for all of a panel together' \
  : 'exact, every history').(any_sampled && any_exact ? ', or exact' : '')
stats data using (column('failure') == 0 ? 1 : 0) name 'zero' nooutput
has_settings = strstrt(labels, ':') > 0
legend = together(together(has_settings ? 'Numbers: the settings that the key names' : '', \
  off_max == 0 ? '' : any_sampled ? 'Pale: off the line, by the estimates' : 'Pale: off the line'), \
  zero_max == 0 ? '' : '▽: no failure seen, drawn at the upper end of the interval')

# Where the line of each panel begins and ends: before there is a range, beyond which stats sees nothing.
array has_line[panels]; array least_cost[panels]; array most_cost[panels]
array least_failure[panels]; array most_failure[panels]
do for [panel = 1 : panels] {
  undefine pays_* fails_*
  stats data using (on_line(panel, column(cost))) name 'pays' nooutput
  stats data using (on_line(panel, column('failure'))) name 'fails' nooutput
  has_line[panel] = exists('pays_min') && exists('fails_min')
  if (has_line[panel]) {
    least_cost[panel] = pays_min; most_cost[panel] = pays_max
    least_failure[panel] = fails_min; most_failure[panel] = fails_max
  }
}

stats data using (column(cost)) name 'x' nooutput
away = hidden
wide = x_min > 0 && x_max > 30 * x_min
if (wide) {
  set logscale x
  away = 1e-9 * x_min
  set xrange [x_min / (x_max / x_min) ** (0.05 * panels) : x_max * 1.2]
} else {
  set xrange [x_min - 0.06 * panels * (x_max - x_min) - 0.1 : x_max + 0.05 * (x_max - x_min) + 0.1]
}
stats data using (log10(@shown)) name 'bottom' nooutput
top_max = bottom_max
bottom_min = bottom_min - 0.06 * (top_max - bottom_min) - 0.1
eval y_powers
y_decades = ceil(top_max) - floor(bottom_min - 0.1)
set xlabel cost eq 'messengers' ? 'mean number of messengers' : 'mean number of rounds'
set tmargin at screen 0.685
set bmargin at screen 0.14
width = panels == 1 ? 0.86 : panels == 2 ? 0.40 : 0.262
left(panel) = panels == 1 ? 0.1 : panels == 2 ? 0.095 + 0.485 * (panel - 1) : 0.085 + 0.311 * (panel - 1)

# A label that would cover the one before is left out.
last_x = last_y = -1e9
relative_x(x) = wide ? log10(x) / log10(x_max / x_min) : x / larger(1e-9, x_max - x_min)
is_far(x, y) = abs(x - last_x) > 0.06 * panels || abs(y - last_y) > 0.045
keep(x, y) = is_far(x, y) ? (last_x = x, last_y = y, 1) : 0
labelled(x, y) = keep(relative_x(x), log10(y) / y_decades) ? y : NaN

pale(i) = word('#A6CFE6 #F2C4A0 #A3DBC9 #EBCFDF #F5DBA3 #C4E4F7', i)

# The key in one row, or in two of three.
column_of(i) = (i - 1) % in_row
row_of(i) = (i - 1) / in_row
longest = 0
do for [i = 1 : series] { longest = larger(longest, strlen(word(labels, i))) }
step = smaller(0.32, 0.05 + 0.0072 * longest)
in_row = series * step < 0.97 ? series : 3
rows = series > in_row ? 2 : 1
key_x(i) = 0.5 + step * (column_of(i) - in_row / 2.0) + 0.02
key_y(i) = (rows == 1 ? 0.805 : 0.82) - 0.04 * row_of(i)

do for [format in formats] {
  eval terminal(format)
  eval heading
  do for [i = 1 : series] {
    set label 10 + i '' at screen key_x(i), key_y(i) point linetype i
    set label 20 + i word(labels, i) at screen key_x(i) + 0.012, key_y(i) left font small_font
  }
  if (never_fail > 0) {
    set label 5 sprintf('%d more that never %s', never_fail, never_fail == 1 ? 'fails' : 'fail') \
      at screen 0.985, 0.03 right font small_font
  }
  eval y_powers
  set multiplot
  do for [panel = 1 : panels] {
    set lmargin at screen left(panel)
    set rmargin at screen left(panel) + width
    set ylabel panel == 1 ? 'probability of failure' : ''
    if (panel == 2) {                   # the same as on the left
      set ytics ('' 1)
      do for [k = y_step : -floor(bottom_min - 0.1) : y_step] { set ytics add ('' 10.0 ** -k) }
    }
    last_x = last_y = -1e9
    set label 4 '{/:Bold '.word(panel_labels, panel).'}' at graph 0.5, 1.05 center
    unset arrow
    if (has_line[panel]) {              # it goes on upwards, and to the right
      set arrow 1 from first least_cost[panel], first most_failure[panel] to first least_cost[panel], graph 1 \
        nohead back linecolor rgb '#999999' linewidth 1.5
      set arrow 2 from first most_cost[panel], first least_failure[panel] to graph 1, first least_failure[panel] \
        nohead back linecolor rgb '#999999' linewidth 1.5
    }
    plot data using (on_line(panel, column(cost))):(column('failure')) with fsteps linecolor rgb '#999999' \
        linewidth 1.5 notitle, \
      for [i = 1 : series] data using (at(panel, i, has_interval(0))):(column('failure')):(column('low')):(column('high')) \
        with yerrorbars linetype i linecolor rgb pale(i) pointtype -1 notitle, \
      for [i = 1 : series] data using (at(panel, i, has_interval(1))):(column('failure')):(column('low')):(column('high')) \
        with yerrorbars linetype i pointtype -1 notitle, \
      for [i = 1 : series] data using (at(panel, i, column('line') == 0)):(column('failure')) \
        with points linetype i linecolor rgb pale(i) notitle, \
      for [i = 1 : series] data using (at(panel, i, column('line') == 1)):(column('failure')) \
        with points linetype i notitle, \
      for [i = 1 : series] data using (at(panel, i, column('failure') == 0)):(column('high')) \
        with points linetype i pointtype down_triangle pointsize open_size notitle, \
      data using (on_line(panel, column(cost))) \
        :(on_line(panel, 1) == 1 ? labelled(column(cost), column('failure')) : NaN):(stringcolumn('setting')) \
        with labels right offset -0.7, -0.55 font small_font textcolor rgb '#404040' notitle
    unset label                         # once is enough for what stands outside the panels
  }
  unset multiplot
  unset output
}
