// Makes vectors.json with Go's checksum database code: golang.org/x/mod/sumdb/note and sumdb/tlog.
//
//	apt-get install golang-go golang-golang-x-mod-dev
//	GO111MODULE=off GOPATH=/usr/share/gocode go run make-vectors.go > vectors.json
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type inclusion struct {
	Index, Size int64
	Proof       []string
}

type consistency struct {
	Older, Size int64
	Proof       []string
}

type tile struct {
	Level  int
	Number int64
	Width  int
	Path   string
	// Of its bytes.
	Sha256 string
}

type signed struct{ Seed, Verifier, Text, Note string }

type vectors struct {
	By          string
	Leaves      int64
	Roots       map[string]string
	Inclusion   []inclusion
	Consistency []consistency
	Tiles       []tile
	Notes       []signed
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func b64(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

func list(hashes []tlog.Hash) []string {
	out := []string{}
	for _, h := range hashes {
		out = append(out, b64(h[:]))
	}
	return out
}

const leaves = 70000

func main() {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			out[i] = stored[x]
		}
		return out, nil
	})
	for i := int64(0); i < leaves; i++ {
		hashes, err := tlog.StoredHashes(i, []byte(fmt.Sprintf("leaf %d", i)), reader)
		check(err)
		stored = append(stored, hashes...)
	}
	v := vectors{By: "golang.org/x/mod/sumdb", Leaves: leaves, Roots: map[string]string{}}
	sizes := []int64{1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 1000, 4097, 65535, 65536, 65537, leaves}
	for _, size := range sizes {
		root, err := tlog.TreeHash(size, reader)
		check(err)
		v.Roots[fmt.Sprint(size)] = b64(root[:])
		for _, index := range []int64{0, 1, 6, 254, 255, 256, 999, 65535, size / 2, size - 1} {
			if index < 0 || index >= size {
				continue
			}
			proof, err := tlog.ProveRecord(size, index, reader)
			check(err)
			v.Inclusion = append(v.Inclusion, inclusion{index, size, list(proof)})
		}
		for _, older := range sizes {
			if older > size {
				continue
			}
			proof, err := tlog.ProveTree(size, older, reader)
			check(err)
			v.Consistency = append(v.Consistency, consistency{older, size, list(proof)})
		}
	}
	for _, t := range tlog.NewTiles(8, 0, leaves) {
		// Of the 273 full ones below, the first and the last.
		if t.L == 0 && t.N > 0 && t.N < 272 {
			continue
		}
		// Of the partial ones those of the whole tree.
		if t.W < 256 && int64(t.W) != leaves>>(8*uint(t.L))%256 {
			continue
		}
		data, err := tlog.ReadTileData(t, reader)
		check(err)
		sum := sha256.Sum256(data)
		v.Tiles = append(v.Tiles, tile{t.L, t.N, t.W, t.Path(), b64(sum[:])})
	}
	for i, name := range []string{"example.com/foo", "hutong/log/AbC_-123"} {
		seed := bytes.Repeat([]byte{byte(i + 1)}, 32)
		skey, vkey, err := note.GenerateKey(bytes.NewReader(append(seed, seed...)), name)
		check(err)
		signer, err := note.NewSigner(skey)
		check(err)
		text := name + "\n70000\n" + v.Roots[fmt.Sprint(leaves)] + "\n"
		msg, err := note.Sign(&note.Note{Text: text}, signer)
		check(err)
		v.Notes = append(v.Notes, signed{b64(seed), vkey, text, string(msg)})
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", " ")
	check(out.Encode(v))
}
