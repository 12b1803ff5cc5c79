# SPDX-License-Identifier: GPL-3.0-or-later
# Curves of what was swept: failure, success or messengers against one setting, in up to nine panels of
# up to six curves. The key of each panel stands on its right.

rare = measure eq 'failure'            # on an axis of powers of ten
if (strlen(subject) > 120) { subject = subject[1 : 119].'…' }
is_long = strlen(subject) > 70          # then how it was measured goes to the second line
measured = is_long ? subject : subject.'; '.how
legend = together(is_long ? how : '', together(together(dashed, if_sampled('Bands: intervals')), left_out))
eval rare ? find_unseen : ''
legend = together(legend, if_unseen(is_long ? '▽: none seen' : '▽: none seen, drawn at the upper end of the interval'))

at(panel, i) = column('panel') == panel && column('series') == i
across = x_column
only_at(panel, i, value) = at(panel, i) ? value : NaN
x_of(panel, i, shown) = only_at(panel, i, shown ? column(across) : hidden_x)
# Triangles of the same height stand side by side.
shift(i, count) = count > 1 && !many ? (i - (count + 1) / 2.0) * 0.008 : 0
shifted(x, by) = is_x_logarithmic ? x * (along_max / along_min) ** by : x + by * x_span
unseen_x(panel, i, count) = only_at(panel, i, is_unseen(0) && (!many || int(column(0)) % 8 == 0) ? shifted(column(across), shift(i, count)) : hidden_x)
is_seen(dummy) = has_sampled ? column('seen') == 1 : 0
# An exact value where nothing was sampled has a marker, too.
is_number(name) = column(name) == column(name)
is_alone(dummy) = has_exact ? is_number('exact') && !(has_sampled && is_number('seen')) : 0
is_unseen(dummy) = has_sampled ? column('seen') == 0 : 0

# Where nothing was seen, the interval goes on to 0: the triangle says so, and no band. Curves of which
# nothing was seen are hidden as a whole.
band_x(panel, i, number) = word(has_seen, number) eq '1' \
  ? only_at(panel, i, is_seen(0) ? column(across) : 1/0) : only_at(panel, i, hidden_x)

# --- axes

stats data using (column(across)) name 'along' nooutput
hidden_x = is_x_logarithmic ? along_min * 1e-9 : hidden
x_span = along_max - along_min
if (is_x_logarithmic) {
  set logscale x
  set xrange [along_min / (along_max / along_min) ** 0.03 : along_max * (along_max / along_min) ** 0.03]
  if (along_max > 1000 * along_min) { set format x '10^{%T}' } else { set mxtics 10 }
} else {
  set xrange [along_min - 0.03 * x_span : along_max + 0.03 * x_span]
  if (along_min == floor(along_min) && along_max == floor(along_max) && x_span >= 2 && x_span < 16 && panels < 5) { set xtics 1 } else {
    x_rough = x_span / (panels == 1 ? 10.0 : panels <= 2 || panels == 4 ? 5.0 : 3.0)
    x_power = 10 ** floor(log10(x_rough))
    x_step = x_rough / x_power
    set xtics x_power * (x_step < 1.01 ? 1 : x_step < 2.01 ? 2 : x_step < 5.01 ? 5 : 10)
  }
}

low_end(dummy) = is_seen(0) && column('low') > 0 ? column('low') : column('high')
if (rare) {
  bottom = 1e300; top = 0
  if (has_sampled) {
    stats data using (low_end(0) > 0 ? log10(low_end(0)) : NaN) name 'low' nooutput
    stats data using (column('high') > 0 ? log10(column('high')) : NaN) name 'high' nooutput
    bottom_min = low_min; top_max = high_max
  }
  if (has_exact) {
    stats data using (power('exact')) name 'exact' nooutput
    bottom_min = has_sampled ? smaller(bottom_min, larger(exact_min, bottom_min - 3)) : exact_min
    top_max = has_sampled ? larger(top_max, exact_max) : exact_max
  }
  if (floor(bottom_min - 0.1) >= ceil(top_max)) { top_max = bottom_min + 1 }
  eval y_powers
  if (panels > 2) {                     # fewer numbers in small panels
    y_step = larger(1, ceil((top_max - floor(bottom_min - 0.1)) / (panels > 4 ? 4.0 : 6.0)))
  }
} else {
  stats data using (or_zero('exact')) name 'exact' nooutput
  top = exact_max
  if (has_sampled) {
    stats data using (or_zero('high')) name 'high' nooutput
    top = larger(top, high_max)
  }
  if (measure eq 'success') { set yrange [0 : 1.03]; set ytics 0.2 } else { set yrange [0 : 1.06 * top] }
}
y_text = rare ? 'probability of failure' : measure eq 'success' ? 'probability of success' : 'mean number of messengers'

# --- panels

columns = panels == 1 ? 1 : panels <= 2 || panels == 4 ? 2 : 3
rows = (panels + columns - 1) / columns
longest = 0
do for [p = 1 : panels] { longest = larger(longest, strlen(word(key_titles, p))) }
do for [i = 1 : series] { longest = larger(longest, strlen(word(labels, i))) }
letter = rows > 1 ? 0.0064 : 0.0078     # width of one
has_key = 0
do for [p = 1 : panels] { has_key = larger(has_key, int(word(series_in, p)) > 1) }
letters = int((0.45 / columns - 0.035) / letter)
shown(text) = strlen(text) > letters ? text[1 : letters - 1].'…' : text
key_width = has_key ? smaller(0.45 / columns, 0.035 + letter * longest) : 0.01
has_titles = strlen(word(panel_labels, 1)) > 0
is_key_small = rows > 1 || longest > 12

left = 0.105; right = 0.985
top_edge = has_titles ? 0.79 : 0.83; bottom_edge = 0.125
cell_width = (right - left) / columns
cell_height = (top_edge - bottom_edge) / rows
gap_x = columns > 1 ? 0.02 : 0
gap_y = rows > 1 ? 0.105 : 0
column_of(p) = (p - 1) % columns
row_of(p) = (p - 1) / columns
left_of(p) = left + cell_width * column_of(p)
right_of(p) = left_of(p) + cell_width - key_width - (column_of(p) < columns - 1 ? gap_x : 0)
top_of_panel(p) = top_edge - cell_height * row_of(p)
bottom_of(p) = top_of_panel(p) - cell_height + (row_of(p) < rows - 1 ? gap_y : 0)
is_last_row(p) = p + columns > panels

point_scale = smaller(1, larger(0.35, 20.0 / most_points)) * (rows > 1 ? 0.7 : 1)
many = most_points > 60                 # a line says more than so many points

do for [format in formats] {
  eval terminal(format)
  eval heading
  key_font = is_key_small ? small_font : ''
  tic_font = panels > 2 ? small_font : ''
  set tics font tic_font
  set xlabel font tic_font
  set ylabel font tic_font
  set multiplot
  first = 0
  do for [p = 1 : panels] {
    count = int(word(series_in, p))
    set lmargin at screen left_of(p)
    set rmargin at screen right_of(p)
    set tmargin at screen top_of_panel(p)
    set bmargin at screen bottom_of(p)
    has_x_text = is_last_row(p)
    has_y_text = column_of(p) == 0 && (rows < 3 || row_of(p) == 1)
    if (rare) {                         # the numbers of a row stand on its left
      set ytics ((column_of(p) == 0 ? '10^0' : '') 1)
      do for [k = y_step : -floor(bottom_min - 0.1) : y_step] {
        set ytics add ((column_of(p) == 0 ? sprintf('10^{−%d}', k) : '') 10.0 ** -k)
      }
    }
    x_shown = has_x_text ? x_text : ''
    set xlabel x_shown
    y_shown = has_y_text ? y_text : ''
    set ylabel y_shown
    if (has_titles) {
      set label 4 '{/:Bold '.word(panel_labels, p).'}' at screen left_of(p), top_of_panel(p) + 0.022 left font small_font
    }
    if (count > 1) {
      list_title = shown(word(key_titles, p))
      step = smaller(0.042, (top_of_panel(p) - bottom_of(p)) / (count + 1.5))
      y_at(i) = top_of_panel(p) - 0.01 - step * (i + (list_title eq '' ? -0.5 : 0.4))
      set label 10 list_title at screen right_of(p) + 0.012, top_of_panel(p) - 0.012 left font key_font
      do for [i = 1 : count] {
        set label 10 + i '' at screen right_of(p) + 0.018, y_at(i) point linetype i pointsize key_size
        set label 20 + i shown(word(labels, first + i)) at screen right_of(p) + 0.03, y_at(i) left font key_font
      }
    }
    plot for [i = 1 : count] data using (band_x(p, i, first + i)):(sampled('low')):(sampled('high')) \
        with filledcurves linetype i notitle, \
      for [i = 1 : count] data using (band_x(p, i, first + i)):(sampled(measure)) \
        with lines linetype i linewidth (many ? 1 : 0.5) notitle, \
      for [i = 1 : count] data using (x_of(p, i, has_exact)):(exact('exact')) \
        with lines linetype i dashtype 2 notitle, \
      for [i = 1 : count] data using (x_of(p, i, is_alone(0) && !many)):(exact('exact')) \
        with points linetype i notitle, \
      for [i = 1 : count] data using (x_of(p, i, is_seen(0))):(sampled(measure)) \
        with points linetype i notitle, \
      for [i = 1 : count] data using (unseen_x(p, i, count)):(sampled('high')) \
        with points linetype i pointtype down_triangle pointsize open_size notitle
    first = first + count
    unset label
  }
  unset multiplot
  unset output
}
