#!/bin/sh
# Makes the voices of the simulated customers: every line in resources/practice/*.json is read by
# espeak-ng, narrowed to the telephone band and brought to about -20 dBFS RMS with sox.
# Needs: espeak-ng, sox (with Vorbis), node. Run from anywhere; an existing file is made again.
#   scripts/make-practice-audio.sh [scenario-id ...]
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
out="$root/resources/practice"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One line per clip, tab separated: audio, voice, speed, pitch, gap, Korean text.
list() {
  node -e '
    const { readdirSync, readFileSync } = require("node:fs");
    const [dir, ...wanted] = process.argv.slice(1);
    for (const name of readdirSync(dir).filter((file) => file.endsWith(".json")).sort()) {
      const data = JSON.parse(readFileSync(`${dir}/${name}`, "utf8"));
      if (data.kind !== "scenario") continue;
      if (wanted.length > 0 && !wanted.includes(data.id)) continue;
      const { name: voice, speed, pitch, gap } = data.voice;
      const { resumed, silence, steps, missed, handedOn } = data.reactions;
      const reactions = [...resumed, ...silence, ...steps, ...missed, handedOn];
      for (const { audio, say } of [...data.lines, ...reactions]) {
        console.log([audio, voice, speed, pitch, gap, say.ko].join("\t"));
      }
    }
  ' "$out" "$@"
}

list "$@" >"$work/list"
tab=$(printf '\t')
while IFS="$tab" read -r audio voice speed pitch gap text; do
  mkdir -p "$(dirname "$out/$audio")"
  espeak-ng -v "$voice" -s "$speed" -p "$pitch" -g "$gap" -w "$work/raw.wav" -- "$text"
  # 300-3400 Hz is the band of an ordinary telephone line; 8 kHz sampling holds it whole.
  # -C -1: the lowest quality is enough for that band, and half the size.
  # -R: the same dither every time, so the same text gives the same sound.
  sox -R "$work/raw.wav" -b 16 -c 1 "$work/line.wav" vol 0.5 \
    highpass -2 300 lowpass -2 3400 compand 0.005,0.12 6:-40,-28,-20,-14,0,-8 -6 -90 0.02 \
    silence 1 0.01 0.3% reverse silence 1 0.01 0.3% reverse pad 0.06 0.12 rate 8000
  level=$(sox "$work/line.wav" -n stats 2>&1 | awk '/^RMS lev dB/ { print $4 }')
  gain=$(awk -v level="$level" 'BEGIN { printf "%.2f", -20 - level }')
  sox -R "$work/line.wav" -C -1 --comment '' "$out/$audio" gain -l "$gain"
  printf '%s %s dB -> -20 dBFS\n' "$audio" "$level"
done <"$work/list"
du -ch "$out"/audio/*/*.ogg | tail -1
