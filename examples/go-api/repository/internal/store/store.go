// Package store keeps short links in memory.
package store

import "sync"

// Store maps short names to addresses; it is safe for concurrent use.
type Store struct {
	mutex sync.RWMutex
	links map[string]string
}

// New returns an empty store.
func New() *Store {
	return &Store{links: map[string]string{}}
}

// Put keeps an address under a name.
func (s *Store) Put(name, address string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.links[name] = address
}

// Get returns the address of a name.
func (s *Store) Get(name string) (string, bool) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	address, known := s.links[name]
	return address, known
}
