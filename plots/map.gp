# SPDX-License-Identifier: GPL-3.0-or-later
# Failure over two settings: a cell for each point, and lines of equal failure.

is_long = strlen(subject) > 70          # then how it was measured goes to the second line
if (is_mixed) { how = 'exact, or '.how }
if (strlen(subject) > 120) { subject = subject[1 : 119].'…' }
measured = is_long ? subject : subject.'; '.how
stats data using (column('failure') == 0 ? 1 : 0) name 'zero' nooutput
has_unseen = zero_max == 1
legend = together(together(is_long ? how : '', has_unseen ? 'Grey: no failure'.(has_sampled ? ' was seen' : '') : ''), together(has_gaps ? 'White: not measured' : '', left_out))

# --- sides

# Are there so few values, and so far apart, that each has a tic?
number_in(values, i) = number_of(word(values, i))
gap_of(values) = words(values) < 2 ? 0 : (sum [i = 2 : words(values)] \
  (number_in(values, i) - number_in(values, i - 1) < 0.035 * (number_in(values, words(values)) - number_in(values, 1)) ? 1 : 0))
tics_of(values) = words(values) <= 16 && gap_of(values) == 0
if (is_x_logarithmic) { set logscale x }
if (is_y_logarithmic) { set logscale y }
set xrange [x_low : x_high]
set yrange [y_low : y_high]
if (is_x_logarithmic && number_of(word(x_values, words(x_values))) > 1000 * number_of(word(x_values, 1))) { set format x '10^{%T}' }
if (is_y_logarithmic && number_of(word(y_values, words(y_values))) > 1000 * number_of(word(y_values, 1))) { set format y '10^{%T}' }
if (!is_x_logarithmic && tics_of(x_values)) {
  set xtics (number_of(word(x_values, 1)))
  do for [i = 2 : words(x_values)] { set xtics add (word(x_values, i) number_of(word(x_values, i))) }
}
if (!is_y_logarithmic && tics_of(y_values)) {
  set ytics (number_of(word(y_values, 1)))
  do for [i = 2 : words(y_values)] { set ytics add (word(y_values, i) number_of(word(y_values, i))) }
}
set xlabel x_text
set ylabel y_text
set grid noytics
set tmargin at screen 0.83
set bmargin at screen 0.125
set lmargin at screen 0.1
set rmargin at screen 0.845

# --- colours, from dark to light as failure grows, so that they work in grey, too

from = floor(log10(least) + 1e-9)
to = ceil(log10(most) - 1e-9)
if (to <= from) { to = from + 1 }
decades = to - from
set palette defined (0 '#440154', 1 '#472d7b', 2 '#3b528b', 3 '#2c728e', 4 '#21918c', 5 '#28ae80', 6 '#5ec962', 7 '#addc30', 8 '#fde725')
set cbrange [from : to]
set cbtics scale 0.5
step = larger(1, ceil(decades / 10.0))
set cbtics ('10^{'.(from < 0 ? '−'.(-from) : ''.from).'}' from)
do for [k = from + step : to : step] { set cbtics add ((k < 0 ? '10^{−'.(-k).'}' : k == 0 ? '1' : sprintf('10^{%d}', k)) k) }
set label 9 'probability of failure' at screen 0.978, 0.478 center rotate by 90
set colorbox user origin screen 0.86, 0.125 size screen 0.022, 0.705

# --- lines of equal failure

$found << END
END
set contour base
unset surface
line_step = larger(1, ceil(decades / 8.0))
level(k) = from + line_step * k
lines = int((to - from - 0.01) / line_step)
if (lines > 0) {
  set cntrparam levels incremental level(1), line_step, level(lines)
  set table $found
  splot data using (column(x_column)):(column(y_column)):(column('failure') > 0 ? log10(column('failure')) : NaN) with lines
  unset table
}
unset contour
# A table has spaces between its columns; the file with the cells, commas. Each line becomes an index.
array points[larger(1, lines)]          # of each line's first piece; its number stands in the middle
set print $lines
print 'x,y,z'
found = 0; gap = 0; first_of = 0; pieces = 0
do for [i = 1 : lines > 0 ? |$found| : 0] {
  text = $found[i]
  if (text[1 : 9] eq '# Contour') {
    if (found > 0) { print ''; print '' }
    found = found + 1; gap = 0; points[found] = 0; pieces = 1
  }
  if (text eq '') { gap = 1 }
  if (text[1 : 1] ne '#' && words(text) == 3) {
    if (gap == 1 && first_of != found) { print ''; pieces = pieces + 1 }
    if (pieces == 1) { points[found] = points[found] + 1 }
    first_of = 0; gap = 0
    print word(text, 1).','.word(text, 2).','.word(text, 3)
  }
  if (text[1 : 9] eq '# Contour') { first_of = found }
}
unset print
lines = found
power_text(k) = k == 0 ? '1' : sprintf('10^{−%d}', -k)

# Cells: grey ones, and coloured ones over them.
sides = "(column(y_column)):(column('left')):(column('right')):(column('bottom')):(column('top'))"
grey = "data using (column('failure') == 0 ? column(x_column) : NaN):".sides." with boxxyerror fillcolor rgb '#d8d8d8' notitle"
shade = "(column('failure') > 0 ? log10(column('failure')) : NaN)"
coloured = "data using (column('failure') > 0 ? column(x_column) : NaN):".sides.":".shade \
  ." with boxxyerror fillcolor palette notitle"
cells = (has_unseen ? grey.', ' : '').coloured
# A number that would cover the one before is left out: it is put beyond the picture.
across_x(x) = is_x_logarithmic ? log(x / x_low) / log(x_high / x_low) : (x - x_low) / (x_high - x_low)
across_y(y) = is_y_logarithmic ? log(y / y_low) / log(y_high / y_low) : (y - y_low) / (y_high - y_low)
is_far(x, y) = abs(across_x(x) - last_x) > 0.06 || abs(across_y(y) - last_y) > 0.05
keep(x, y) = is_far(x, y) ? (last_x = across_x(x), last_y = across_y(y), 1) : 0
beyond = x_high + 10 * (x_high - x_low)
middle_of(k) = (points[k] - 1) / 2

do for [format in formats] {
  eval terminal(format)
  eval heading
  set style fill solid 1 noborder
  set style textbox opaque noborder fillcolor rgb '#ffffff'
  last_x = last_y = -9
  if (lines == 0) {
    plot @cells
  } else {
    plot @cells, $lines using 1:2 with lines linecolor rgb '#ffffff' linewidth 1.6 notitle, \
      for [k = 1 : lines] $lines using (keep(column(1), column(2)) ? column(1) : beyond):2:(power_text(int(column(3)))) index k - 1 every ::middle_of(k)::middle_of(k) \
        with labels boxed font small_font notitle
  }
  unset output
}
