// Package vault keeps private fields unreadable in the database: names, ID
// numbers, phones, addresses, health answers.
//
// Words. To seal is to encrypt one field for one place, its AAD: table, column
// and row, so that a ciphertext copied to another row does not open there. An
// index is a keyed hash by which a sealed value is found without being
// readable (blind index). The key file holds both keysets; it lives outside
// the database and its backups, readable by its owner only.
//
// Promises. Keys are never written half: a rotation either happened or did
// not. What was sealed before a rotation still opens. The index key does not
// rotate, since every stored index would have to be made anew from the plain
// values; it is a keyset of its own, because an 18-digit number can be guessed
// by whoever holds it.
package vault
