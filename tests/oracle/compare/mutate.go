// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"math/rand"
	"slices"
)

// Texts longer than this are not mutated.
const maxMutated = 6000

// pieces mean something in one format or another.
var pieces = []string{"\n", " ", "\t", "\\", "\\\n", "\"", "'", "`", "#", "//", "(", ")", "[", "]",
	"{", "}", "$", "${", "$(", "((", "<<EOF", "<<-E", "<", ">", "&", "&&", "|", "||", ";", ";;",
	"=", "=>", ",", "*", "?", "!", "~", "-", "--", ":", ":-", "/", "%", "@", "0", "v2", "v1.0.0",
	"\r\n", "\xc3\xa9", "\xff", "EOF\n", " AS ", "if ", "then ", "fi\n", "do ", "done\n", "in "}

func line(random *rand.Rand, text []byte) (int, int) {
	at := random.Intn(len(text) + 1)
	from := bytes.LastIndexByte(text[:at], '\n') + 1
	to := len(text)
	if end := bytes.IndexByte(text[at:], '\n'); end >= 0 {
		to = at + end + 1
	}
	return from, to
}

func mutate(random *rand.Rand, text []byte) []byte {
	text = slices.Clone(text)
	for count := 1 + random.Intn(3); count > 0; count-- {
		at := random.Intn(len(text) + 1)
		from, to := line(random, text)
		switch random.Intn(6) {
		case 0:
			text = slices.Delete(text, from, to)
		case 1:
			text = slices.Insert(text, from, text[from:to]...)
		case 2:
			text = slices.Delete(text, at, min(len(text), at+1+random.Intn(4)))
		case 3:
			text = text[:at]
		default:
			text = slices.Insert(text, at, []byte(pieces[random.Intn(len(pieces))])...)
		}
	}
	return text
}

// mutations of every text, the same ones in every run.
func mutations(inputs []Input, count int) []Input {
	var mutants []Input
	seen := map[string]bool{}
	for _, in := range inputs {
		if len(in.Text) > maxMutated {
			continue
		}
		hash := fnv.New64()
		hash.Write(in.Text)
		random := rand.New(rand.NewSource(int64(hash.Sum64())))
		for i := range count {
			text := mutate(random, in.Text)
			if seen[string(text)] {
				continue
			}
			seen[string(text)] = true
			label := fmt.Sprintf("%s#mutant%d", in.Label, i+1)
			mutants = append(mutants, Input{Label: label, Kind: in.Kind, Text: text})
		}
	}
	slices.SortStableFunc(mutants, func(a, b Input) int { return len(a.Text) - len(b.Text) })
	return mutants
}
