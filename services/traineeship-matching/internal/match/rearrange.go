package match

import "slices"

// rearrange works out which blocks a change touches and returns their new documents by block number; numbers from
// len(blocks) on are new blocks. The given blocks are not changed.
func rearrange[D any](blocks [][]D, put []D, drop []string, find func(id string) (block, row int), key func(*D) (string, int64)) map[int][]D {
	changed := map[int][]D{}
	open := func(i int) []D {
		if docs, ok := changed[i]; ok {
			return docs
		}
		return slices.Clone(blocks[i])
	}
	size := func(i int) int {
		if docs, ok := changed[i]; ok {
			return len(docs)
		}
		return len(blocks[i])
	}
	// Several documents of one id: the latest counts.
	latest := make(map[string]int, len(put))
	for i := range put {
		id, version := key(&put[i])
		if j, ok := latest[id]; ok {
			if _, other := key(&put[j]); other > version {
				continue
			}
		}
		latest[id] = i
	}
	last, total := max(0, len(blocks)-1), len(blocks)
	for i := range put {
		id, version := key(&put[i])
		if latest[id] != i {
			continue
		}
		if b, row := find(id); b >= 0 {
			if _, held := key(&blocks[b][row]); held <= version {
				docs := open(b)
				docs[row] = put[i] // rows keep their place until the drops below
				changed[b] = docs
			}
			continue
		}
		for last < total && size(last) >= blockSize {
			last++
		}
		if last == total {
			changed[last] = nil
			total++
		} else if _, ok := changed[last]; !ok {
			changed[last] = open(last)
		}
		changed[last] = append(changed[last], put[i])
	}
	for _, id := range drop {
		if b, _ := find(id); b >= 0 {
			changed[b] = slices.DeleteFunc(open(b), func(d D) bool {
				other, _ := key(&d)
				return other == id
			})
		}
	}
	return changed
}
