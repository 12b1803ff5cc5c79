# SPDX-License-Identifier: GPL-3.0-or-later
# engine_speed: trials per second of the engine and of a plain GSL loop, against the loss rate, one
# panel for each length of the chain. Above stand the variables and plots/style.gp.

unit(ratio) = 10 ** larger(0, floor(log10(ratio)) - 1) # two digits, and none too many
down(ratio) = floor(ratio / unit(ratio)) * unit(ratio)

stats data using (only(1, column('ratio_to_taus2'))) name 'ratio' nooutput
claim = sprintf('The engine runs %.0f to %.0f times as many trials per second as a plain GSL loop', \
  down(ratio_min), down(ratio_max))
measured = 'Ack-chain over a memoryless channel; '.processor.', '.threads \
  .(threads == 1 ? ' thread, ' : ' threads, ').compiler.', '.kernel.' kernels'
legend = 'Medians of '.rounds.' runs by turns, about '.seconds.' s each; bars: slowest and fastest.  ' \
  .'×: times as many as the loop with taus2'

lengths = '1 2 5'
panel_width = 0.285
panel_left(i) = 0.09 + 0.305 * (i - 1)
panel(i, value) = column('messages') == real(word(lengths, i)) ? value : NaN
times(ratio) = sprintf('×%.0f', down(ratio))

stats data using (only(1, column('maximum'))) name 'fastest' nooutput
stats data using (only(3, column('minimum'))) name 'slowest' nooutput
set logscale xy
set xrange [0.2e-5 : 1.8]
set yrange [10 ** floor(log10(slowest_min)) : 10 ** ceil(log10(fastest_max) + 0.2)]
set xtics ('10^{−5}' 1e-5, '10^{−4}' 1e-4, '10^{−3}' 1e-3, '0.01' 0.01, '0.1' 0.1, '0.5' 0.5)
unset mxtics
unset mytics
set xlabel 'loss rate,'.space.'{/:Italic p}'
set tmargin at screen 0.72
set bmargin at screen 0.13
loss_key = ''

do for [format in 'svg png'] {
  eval terminal(format)
  set multiplot
  eval heading
  eval key
  do for [m = 1 : words(lengths)] {
    set lmargin at screen panel_left(m)
    set rmargin at screen panel_left(m) + panel_width
    length = word(lengths, m)
    set label 4 length.(length eq '1' ? ' message' : ' messages') at graph 0.5, 1.04 center
    set ylabel m == 1 ? 'trials per second' : '' offset 1, 0
    set ytics format m == 1 ? '10^{%L}' : ''
    plot for [i = 1 : series] data using (panel(m, only(i, column('loss')))):'median' \
        with lines linetype i notitle, \
      for [i = 1 : series] data using (panel(m, only(i, column('loss')))):'median':'minimum':'maximum' \
        with yerrorbars linetype i notitle, \
      data using (panel(m, only(1, column('loss')))):'maximum':(times(column('ratio_to_taus2'))) \
        with labels offset 0, 1 font small_font notitle
    unset label
  }
  unset multiplot
  unset output
}
