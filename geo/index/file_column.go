package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// number is what columns are made of.
type number interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64 | ~int64
}

// columnStep is how many numbers are written or read at once.
const columnStep = 1 << 13

// sizeOf gives the size of a column, which is a pointer to a slice of numbers.
func sizeOf(column any) fileColumn {
	switch c := column.(type) {
	case *[]uint8:
		return fileColumn{len(*c), 1}
	case *[]uint16:
		return fileColumn{len(*c), 2}
	case *[]uint32:
		return fileColumn{len(*c), 4}
	case *[]uint64:
		return fileColumn{len(*c), 8}
	case *[]int64:
		return fileColumn{len(*c), 8}
	default:
		panic(fmt.Sprintf("index: no column: %T", column))
	}
}

func writeColumn(out io.Writer, column any) error {
	switch c := column.(type) {
	case *[]uint8:
		return writeNumbers(out, *c, 1)
	case *[]uint16:
		return writeNumbers(out, *c, 2)
	case *[]uint32:
		return writeNumbers(out, *c, 4)
	case *[]uint64:
		return writeNumbers(out, *c, 8)
	case *[]int64:
		return writeNumbers(out, *c, 8)
	default:
		panic(fmt.Sprintf("index: no column: %T", column))
	}
}

func writeNumbers[T number](out io.Writer, column []T, width int) error {
	sum := crc32.New(castagnoli)
	buffer := make([]byte, 0, columnStep*8)
	for len(column) > 0 {
		n := min(len(column), columnStep)
		buffer = buffer[:0]
		for _, x := range column[:n] {
			switch width {
			case 1:
				buffer = append(buffer, byte(x))
			case 2:
				buffer = binary.LittleEndian.AppendUint16(buffer, uint16(x))
			case 4:
				buffer = binary.LittleEndian.AppendUint32(buffer, uint32(x))
			default:
				buffer = binary.LittleEndian.AppendUint64(buffer, uint64(x))
			}
		}
		_, _ = sum.Write(buffer) // a checksum never fails
		if _, err := out.Write(buffer); err != nil {
			return err
		}
		column = column[n:]
	}
	_, err := out.Write(binary.LittleEndian.AppendUint32(nil, sum.Sum32()))
	return err
}

// readColumn fills a column and gives what is left of the file's size.
func readColumn(in io.Reader, column any, size fileColumn, left int64) (int64, error) {
	if want := sizeOf(column); want.Width != size.Width || size.Count < 0 || int64(size.Count) > left/int64(size.Width) {
		return 0, fmt.Errorf("%d numbers of %d bytes cannot be", size.Count, size.Width)
	}
	left -= int64(size.Count) * int64(size.Width)
	switch c := column.(type) {
	case *[]uint8:
		return left, readNumbers(in, c, size)
	case *[]uint16:
		return left, readNumbers(in, c, size)
	case *[]uint32:
		return left, readNumbers(in, c, size)
	case *[]uint64:
		return left, readNumbers(in, c, size)
	default:
		return left, readNumbers(in, column.(*[]int64), size)
	}
}

func readNumbers[T number](in io.Reader, column *[]T, size fileColumn) error {
	sum := crc32.New(castagnoli)
	buffer := make([]byte, columnStep*size.Width)
	var numbers []T
	if size.Count > 0 { // an empty column stays nil
		numbers = make([]T, 0, size.Count)
	}
	for len(numbers) < size.Count {
		piece := buffer[:min(size.Count-len(numbers), columnStep)*size.Width]
		if _, err := io.ReadFull(in, piece); err != nil {
			return err
		}
		_, _ = sum.Write(piece)
		numbers = appendNumbers(numbers, piece, size.Width)
	}
	var stored [4]byte
	if _, err := io.ReadFull(in, stored[:]); err != nil {
		return err
	}
	if binary.LittleEndian.Uint32(stored[:]) != sum.Sum32() {
		return errors.New("it is damaged")
	}
	*column = numbers
	return nil
}

func appendNumbers[T number](numbers []T, b []byte, width int) []T {
	switch width {
	case 1:
		for _, x := range b {
			numbers = append(numbers, T(x))
		}
	case 2:
		for ; len(b) > 0; b = b[2:] {
			numbers = append(numbers, T(binary.LittleEndian.Uint16(b)))
		}
	case 4:
		for ; len(b) > 0; b = b[4:] {
			numbers = append(numbers, T(binary.LittleEndian.Uint32(b)))
		}
	default:
		for ; len(b) > 0; b = b[8:] {
			numbers = append(numbers, T(binary.LittleEndian.Uint64(b)))
		}
	}
	return numbers
}
