#!/bin/sh
# Makes the clips of which the neutral greetings are put together (src/shared/domain/attendant/
# phrases.ts): the words of resources/greetings/phrases.json, read by espeak-ng as the practice
# customers are (make-practice-audio.sh). Only what is missing is made; remove a clip to make it anew.
# Needs: espeak-ng, sox, opusenc (opus-tools), node. Run from anywhere.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
out="$root/resources/greetings"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for language in ko en; do
  mkdir -p "$out/$language"
  node -e '
    const [file, language] = process.argv.slice(1);
    for (const [name, text] of Object.entries(require(file)[language])) console.log(`${name}\t${text}`);
  ' "$out/phrases.json" "$language" > "$work/phrases.tsv"
  while IFS="$(printf '\t')" read -r name text; do
    clip="$out/$language/$name.ogg"
    [ -e "$clip" ] && continue
    espeak-ng -v "$language" -s 150 -p 45 -g 4 -w "$work/raw.wav" -- "$text"
    # Numbers stand in the middle of a sentence: next to no silence around them.
    case "$name" in
      sorry | leave | leave-call | again | number) gap=0.35 ;;
      after) [ "$language" = ko ] && gap=0.35 || gap=0.05 ;;
      *) gap=0.05 ;;
    esac
    sox -R "$work/raw.wav" -b 16 -c 1 "$work/line.wav" vol 0.5 \
      highpass -2 200 lowpass -2 7000 compand 0.005,0.12 6:-40,-28,-20,-14,0,-8 -6 -90 0.02 \
      silence 1 0.01 0.3% reverse silence 1 0.01 0.3% reverse pad 0.03 "$gap" rate 16000
    level=$(sox "$work/line.wav" -n stats 2>&1 | awk '/^RMS lev dB/ { print $4 }')
    gain=$(awk -v level="$level" 'BEGIN { printf "%.2f", -21 - level }')
    sox -R "$work/line.wav" "$work/even.wav" gain -l "$gain"
    opusenc --quiet --bitrate 24 --speech --discard-comments --serial 1 "$work/even.wav" "$clip"
    printf '%s/%s %s\n' "$language" "$name" "$(wc -c < "$clip")"
  done < "$work/phrases.tsv"
  # Between the groups of a number nothing is said.
  if [ ! -e "$out/$language/breath.ogg" ]; then
    sox -R -n -r 16000 -b 16 -c 1 "$work/breath.wav" trim 0 0.22
    opusenc --quiet --bitrate 24 --speech --discard-comments --serial 1 \
      "$work/breath.wav" "$out/$language/breath.ogg"
  fi
done
