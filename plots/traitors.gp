# SPDX-License-Identifier: GPL-3.0-or-later
# oral-messages: success for each number of generals and traitors, with a loyal commander and without.

success = has_sampled ? has_exact ? 'known(column(''success''), column(''exact''))' : 'column(''success'')' : 'column(''exact'')'
is_enough = 'column(''generals'') > 3 * column(''traitors'')'
# Do all fail that have too few generals and a loyal commander, and fails any that has enough?
eval find('few', is_enough." || column('commander') == 1 ? NaN : ".success." < 1")
stats data using (@is_enough ? @success < 1 : 0) name 'enough' nooutput
claim = enough_max == 1 ? (at_loss > 0 ? 'With losses, more than three generals for each traitor are not enough' \
    : 'How often the loyal lieutenants agree, and obey a loyal commander') \
  : exists('few_min') && few_min == 1 && at_loss == 0 ? 'Oral messages need more than three times as many generals as traitors' \
  : 'How often the loyal lieutenants agree, and obey a loyal commander'
measured = sprintf('Oral messages, passed on {/:Italic f} times; a traitor says what a coin tells him: average, not worst case; loss %g; ', \
  at_loss).(has_sampled ? trials_text.space.'trials' : how)

# Without a failure, success is not 1 but at least at the lower end of its interval.
unseen = ''
if (has_sampled) {
  eval find('low', "column('seen') == 0 ? column('low') : NaN")
  if (exists('low_min')) {
    unseen = gprintf(' (1 − success ≤ %.1t×10^{%T}, ', 1 - low_min).interval_text.')'
  }
}
stats data using (@success) name 'all' nooutput
legend = together('Above the thick line {/:Italic n} > 3{/:Italic f}', all_max < 1 ? '' \
  : 'Blue: '.(has_sampled ? 'no failure seen'.unseen : 'certain'))

captions = '"the commander is loyal" "the commander is a traitor"'
remarks = '"all traitors are lieutenants" "of the lieutenants one fewer is (dashed: {/:Italic n} > 3{/:Italic f} − 2)"'
commander(panel) = int(number_of(word(panel_labels, panel))) # 1: he is a traitor
caption(panel) = word(captions, 1 + commander(panel))
remark(panel) = word(remarks, 1 + commander(panel))
width = panels == 1 ? 0.6 : 0.40
left(panel) = panels == 1 ? 0.2 : 0.085 + 0.49 * (panel - 1)
of(panel, y) = column('panel') == panel ? y : NaN
written(p) = p == 1 ? '1' : p > 0.9995 ? gprintf('1−%.0t×10^{%T}', 1 - p) : sprintf('%.3f', p)

stats data using (column('traitors')) name 'x' nooutput
stats data using (column('generals')) name 'y' nooutput
set xrange [x_min - 0.5 : x_max + 0.5]
set yrange [y_min - 0.5 : y_max + 0.5]
set xtics 1 scale 0
set ytics 1 scale 0
unset grid
unset border
unset colorbox
set cbrange [0 : 1]
set palette defined (0 '#D55E00', 0.999999 '#FCEBDD', 0.9999999 '#BFE0F5', 1 '#BFE0F5')
set xlabel 'traitors,'.space.'{/:Italic f}'
set bmargin at screen 0.14
set tmargin at screen 0.745

# A thick line goes round the points where n = 3f, as far as the picture does, and where the commander is
# one of the traitors a dashed one round those where n = 3f - 2.
inside(y) = smaller(larger(y, y_min - 0.5), y_max + 0.5)
level(f, dashed) = inside(3 * f - 2 * dashed + 0.5)
set style arrow 1 nohead front linecolor rgb '#202020' linewidth 3
set style arrow 2 nohead front linecolor rgb '#202020' linewidth 1.2 dashtype 2

do for [format in formats] {
  eval terminal(format)
  eval heading
  set multiplot
  do for [panel = 1 : panels] {
    set lmargin at screen left(panel)
    set rmargin at screen left(panel) + width
    set ylabel panel == 1 ? 'generals,'.space.'{/:Italic n}' : ''
    set label 4 '{/:Bold '.caption(panel).'}' at graph 0.5, 1.105 center
    set label 5 remark(panel) at graph 0.5, 1.045 center font small_font
    unset arrow
    do for [dashed = 0 : commander(panel)] {
      do for [f = int(x_min) : int(x_max)] {
        set arrow from first f - 0.5, first level(f, dashed) to first f + 0.5, first level(f, dashed) arrowstyle dashed + 1
        if (f < x_max) {
          set arrow from first f + 0.5, first level(f, dashed) to first f + 0.5, first level(f + 1, dashed) arrowstyle dashed + 1
        }
      }
    }
    plot data using (column('traitors')):(of(panel, column('generals'))):(0.47):(0.47):(@success) \
        with boxxyerror fillcolor palette fillstyle solid 1 noborder notitle, \
      data using (column('traitors')):(of(panel, column('generals'))):(written(@success)) \
        with labels center notitle
    unset label                         # once is enough for what stands outside the panels
  }
  unset multiplot
  unset output
}
