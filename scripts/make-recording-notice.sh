#!/bin/sh
# Makes the clips that say to a customer that the call is recorded: the sentence of each locale file
# (recording.notice.sentence), read by espeak-ng, as the practice customers are
# (make-practice-audio.sh). An organisation brings its own with policy.recording.noticeFile.
# Needs: espeak-ng, sox (with Vorbis), node. Run from anywhere.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
out="$root/resources/recording"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for language in ko en; do
  text=$(node -p 'require(process.argv[1]).recording.notice.sentence' \
    "$root/src/renderer/src/locales/$language.json")
  espeak-ng -v "$language" -s 150 -p 45 -g 4 -w "$work/raw.wav" -- "$text"
  sox -R "$work/raw.wav" -b 16 -c 1 "$work/line.wav" vol 0.5 \
    highpass -2 200 lowpass -2 7000 compand 0.005,0.12 6:-40,-28,-20,-14,0,-8 -6 -90 0.02 \
    silence 1 0.01 0.3% reverse silence 1 0.01 0.3% reverse pad 0.06 0.12 rate 16000
  level=$(sox "$work/line.wav" -n stats 2>&1 | awk '/^RMS lev dB/ { print $4 }')
  gain=$(awk -v level="$level" 'BEGIN { printf "%.2f", -20 - level }')
  sox -R "$work/line.wav" -C 3 --comment '' "$out/notice.$language.ogg" gain -l "$gain"
  printf 'notice.%s.ogg %s s\n' "$language" "$(soxi -D "$out/notice.$language.ogg")"
done
