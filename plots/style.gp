# SPDX-License-Identifier: GPL-3.0-or-later
# The look that all charts share. Above it stand the variables name, channel_text, series and labels,
# has_sampled and has_exact (are there values of that kind?) and, for sampled ones, trials_text and
# interval_text; below it, one chart.

if (!exists('has_sampled')) { has_sampled = 0; has_exact = 1 }
if (!exists('formats')) { formats = 'svg png' }

set encoding utf8
set minussign
set datafile separator comma
set datafile columnheaders
set datafile missing NaN                # what only() hides is no gap in a line

data = name.'.csv'
only(i, value) = column('series') == i ? value : NaN
smaller(a, b) = a < b ? a : b
larger(a, b) = a > b ? a : b
# The number that a text says: gnuplot 5.4 reads one with an e only if there is a '.' before it.
with_point(text, e) = e == 0 || strstrt(text, '.') > 0 ? text : text[1 : e - 1].'.0'.text[e : *]
number_of(text) = real(with_point(text, strstrt(text, 'e')))
hidden = -1e9                           # an x left of the picture, where nothing is drawn

# Values of a kind that is not there are hidden: gnuplot warns of plots without any. Exact values are
# a line; where it stands alone, it has markers too.
sampled(value) = has_sampled ? column(value) : 1
exact(value) = has_exact ? column(value) : 1
exact_x(i) = only(i, has_exact ? column(across) : hidden)
marked_x(i) = only(i, has_sampled ? hidden : column(across))
seen_x(i) = only(i, column('seen') > 0 ? column(across) : hidden)
unseen_x(i) = only(i, !has_sampled || column('seen') > 0 ? hidden : column(across))

# What a claim rests on: of a row, the exact value or, where there is none, the sampled one and the
# ends of its interval. Where one row of many could refute it, an interval twice as long must do so,
# since of many some miss the truth by chance.
known(a, b) = a == a ? a : b            # NaN is not equal to itself
middle(row) = known(column('exact'), column('failure'))
low_end(row) = known(column('exact'), column('low'))
high_end(row) = known(column('exact'), column('high'))
far_low(row) = 2 * low_end(row) - middle(row)
far_high(row) = 2 * high_end(row) - middle(row)

# Follows a curve, row by row. Its trend is 1 or -1 if it ends above or below its beginning, with
# intervals apart, and goes the other way nowhere, else 0. It is positive if every row is above 0,
# those too whose exact value is too small for a number.
too_small(p, x, further) = p > 0 && p < 1 && x > 0 ? p ** (further / x) < 1e-300 : 0
follow(x) = middle(0) == middle(0) ? ( \
  is_first = followed == 0, followed = followed + 1, \
  first_low = is_first ? low_end(0) : first_low, first_high = is_first ? high_end(0) : first_high, \
  rose = is_first ? 0 : rose || far_low(0) > far_high_before, \
  fell = is_first ? 0 : fell || far_high(0) < far_low_before, \
  is_small = is_first ? 0 : is_small || too_small(last_middle, last_x, x), \
  positive = (is_first || positive) && (low_end(0) > 0 || is_small), \
  is_exact = (is_first || is_exact) && low_end(0) == high_end(0), \
  far_low_before = far_low(0), far_high_before = far_high(0), \
  last_x = x, last_middle = middle(0), last_low = low_end(0), last_high = high_end(0), \
  trend = last_high < first_low && !rose ? -1 : last_low > first_high && !fell ? 1 : 0) : 0
find_trend(i) = "followed = 0; trend = 0; rose = 0; fell = 0; is_exact = 0; positive = 0; stats data using " \
  .sprintf("(column('series') == %d ? follow(column(across)) : 0) name 'ignored' nooutput", i)

# Do the curves between loss 0 and loss 1 rise or fall? One must do so; of others nobody may be able to
# tell. Are there other curves (edges), and are all between positive?
is_between(i) = number_of(word(labels, i)) > 0 && number_of(word(labels, i)) < 1
find_trends = "rises = 0; falls = 0; no_rise = 0; no_fall = 0; between = 0; all_positive = 1;" \
  ."do for [i = 1 : series] { if (is_between(i)) {" \
  ."  eval find_trend(i); between = between + 1; all_positive = all_positive && positive;" \
  ."  rises = rises || trend == 1; no_rise = no_rise || (trend != 1 && (fell || is_exact || trend == -1));" \
  ."  falls = falls || trend == -1; no_fall = no_fall || (trend != -1 && (rose || is_exact || trend == 1)) } };" \
  ."rises = rises && !no_rise; falls = falls && !no_fall; edges = between < series"

# Okabe-Ito colours, and a marker each for those who print in grey.
set linetype 1 linecolor rgb '#0072B2' pointtype 7
set linetype 2 linecolor rgb '#D55E00' pointtype 5
set linetype 3 linecolor rgb '#009E73' pointtype 9
set linetype 4 linecolor rgb '#CC79A7' pointtype 13
set linetype 5 linecolor rgb '#E69F00' pointtype 11
set linetype 6 linecolor rgb '#56B4E9' pointtype 15
up_triangle = 8                         # open: the truth lies above
down_triangle = 10                      # open: the truth lies below

set border 3 linecolor rgb '#404040'
set tics nomirror out scale 0.7 textcolor rgb '#404040'
set format '%g'
set grid ytics back linetype 1 linecolor rgb '#dddddd' linewidth 0.6
set style fill transparent solid 0.22 noborder
set errorbars 0.6
set pointintervalbox 0.1                # no white halo behind a point (0 would mean 1)
set samples 500

svg_name = ''                           # may hold no '-'
do for [i = 1 : strlen(name)] { svg_name = svg_name.(name[i:i] eq '-' ? '_' : name[i:i]) }

# Each chart is drawn once for each format: do for [format in formats] { eval terminal(format) ... }
# An SVG shows the same point larger than a PNG does, and an open one with a thinner line.
point_scale = 1
svg = "set terminal svg size 900,560 dynamic font 'DejaVu Sans,14' background rgb 'white' name svg_name;" \
  ."set pointsize 0.55 * point_scale; open_size = 0.7 * point_scale; key_size = 0.55;" \
  ."set dashtype 2 (5,4); claim_font = ',17'; small_font = ',12';"
png = "set terminal pngcairo size 1600,1000 font 'DejaVu Sans,20' linewidth 1.8 background rgb 'white';" \
  ."set pointsize 1.7 * point_scale; open_size = 1.7 * point_scale; key_size = 1.7;" \
  ."set dashtype 2 (12,7); claim_font = ',24'; small_font = ',17';"
pdf = "set terminal pdfcairo size 9in,5.6in font 'DejaVu Sans,10' background rgb 'white';" \
  ."set pointsize 0.45 * point_scale; open_size = 0.5 * point_scale; key_size = 0.45;" \
  ."set dashtype 2 (8,6); claim_font = ',12'; small_font = ',8.5';"
if (!exists('suffix')) { suffix = '' }  # of a picture that is not whole yet
terminal(format) = (format eq 'svg' ? svg : format eq 'pdf' ? pdf : png)."set output name.'.'.format.suffix"

# Where the style of a text changes, librsvg drops a space of an SVG, unless one of
# no width (U+200B) stands on each side of it.
space = "\342\200\213 \342\200\213"
how = has_sampled ? trials_text.space.'trials per point, '.interval_text : 'exact, every history'
dashed = !has_exact ? '' : has_sampled ? 'Dashed: exact, every history' : 'Dashed: exact, a marker at each point'
# Which points have no failure, and what to say of them: eval find_unseen; ... if_unseen(text)
has_unseen = 0
find_unseen = has_sampled ? "stats data using (column('seen')) name 'seen' nooutput; has_unseen = seen_min == 0" : ''
if_unseen(text) = has_unseen ? text : ''
if_sampled(text) = has_sampled ? text : ''
together(a, b) = a.(strlen(a) > 0 && strlen(b) > 0 ? '.  ' : '').b
loss_key = 'loss'.space.'{/:Italic p}'

# On top of the picture: the claim, and two lines on how it was measured.
heading = "set label 1 '{/:Bold '.claim.'}' at screen 0.5,0.955 center font claim_font;" \
  ."set label 2 measured at screen 0.5,0.905 center font small_font;" \
  ."set label 3 legend at screen 0.5,0.866 center font small_font"
# Below it, how many points have less than was asked for.
if (exists('incomplete') && incomplete > 0) {
    unfinished = ''.incomplete.(incomplete == 1 ? ' point' : ' points').' unfinished'
    heading = heading.";set label 4 unfinished at screen 0.985,0.03 right font small_font"
}
set tmargin at screen 0.77
unset key

# Under it the key, made of labels: a key of gnuplot's is no wider than its plot.
key_title = loss_key
key_width(i) = 0.04 + 0.01 * strlen(word(labels, i))
key_at(i) = 0.52 + key_step * (i - series / 2.0)
key = "key_step = 0; do for [i = 1 : series] { key_step = larger(key_step, key_width(i)) };" \
  ."set label 10 key_title at screen key_at(0) + 0.01, 0.805 right;" \
  ."do for [i = 1 : series] {" \
  ."  set label 10 + i '' at screen key_at(i) - key_step + 0.035, 0.805 point linetype i;" \
  ."  set label 20 + i word(labels, i) at screen key_at(i) - key_step + 0.045, 0.805 left }"

# A step of tics, 1, 2 or 5 times a power of 10: this long or longer, and 1 at least.
rounded_up(step, ten) = step <= ten ? ten : step <= 2 * ten ? 2 * ten : step <= 5 * ten ? 5 * ten : 10 * ten
nice_step(step) = step <= 1 ? 1 : rounded_up(step, 10 ** floor(log10(step)))

# The x axis, from the data: whole numbers, with room beside the outermost points.
# What stats calls x takes the place of all variables x_..., of x_column too.
x_axis = "across = x_column; stats data using (column(across)) name 'x' nooutput; x_span = x_max - x_min;" \
  ."set xrange [x_min - 0.5 - 0.01 * x_span : x_max + 0.5 + 0.01 * x_span];" \
  ."set xtics nice_step(x_span / 15.0);" \
  ."point_scale = smaller(1, larger(0.6, 25 / x_span))"

# Means of what a trial may count more than once, in the columns mean, low, high, seen and exact: the
# highest (y_max), the top of all that is drawn (y_top), and are they 0 for certain (never)? Where
# nothing was counted there may be no interval, and then 0 stands for its upper end.
or_zero(name) = column(name) == column(name) ? column(name) : 0 # NaN is not equal to itself
high_or_zero(name) = has_sampled ? or_zero(name) : 1
is_zero(exact) = column('loss') == 0 || (has_exact ? column(exact) == 0 : 0)
top_of(mean, exact) = larger(has_sampled ? or_zero(mean) : 0, has_exact ? or_zero(exact) : 0)
find_means = "stats data using (is_zero('exact')) name 'never' nooutput; never = never_min == 1;" \
  ."stats data using (top_of('mean', 'exact')) name 'y' nooutput;" \
  ."stats data using (top_of('high', 'exact')) name 'high' nooutput; y_top = larger(1e-9, high_max);" \
  ."stats data using (has_sampled && high_or_zero('high') == 0) name 'lacks_high' nooutput;" \
  ."at_high = ', at their upper end'.(lacks_high_max > 0 ? ' or, without one, at 0' : '');" \
  ."bands = if_sampled('Bands: intervals').if_unseen('; ▽: none seen'.at_high)"

# Series side by side, where equal values would hide each other.
beside(i) = (i - (series + 1) / 2.0) * smaller(0.015 * (x_span + 1), 0.85 / series)

# stats of what may nowhere be a number: then there are no variables NAME_..., and no warning.
find(name, text) = 'undefine '.name.'_*; stats data using (('.text.') == ('.text.')) name "some" nooutput;' \
  .'if (some_max == 1) { stats data using ('.text.') name "'.name.'" nooutput }'

# A y axis of powers of ten, for what stats calls bottom_min to top_max: powers of the columns. Where all
# is 0 for certain there are none.
power(name) = column(name) > 0 ? log10(column(name)) : NaN
certainly_0 = "set label 6 'certainly 0' at graph 0.5, 0.25 center"
y_powers = "if (!exists('top_max')) { bottom_min = -1; top_max = 0; ".certainly_0." };" \
  ."set logscale y; unset mytics; set ytics ('10^0' 1);" \
  ."set yrange [10 ** larger(-300, floor(bottom_min - 0.1)) : 10 ** larger(-299, ceil(top_max))];" \
  ."y_step = larger(1, ceil((top_max - bottom_min) / 10.0));" \
  ."do for [k = y_step : -floor(bottom_min - 0.1) : y_step] {" \
  ."  set ytics add (sprintf('10^{−%d}', k) 10.0 ** -k) }"
