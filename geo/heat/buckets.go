package heat

import "slices"

// Bounds are the lower bounds of the handling-time buckets, in seconds. Bucket
// i holds Bounds[i] ≤ t < Bounds[i+1]; the last one has no upper bound. From
// one minute on there are eight buckets an octave, round(60·2^(k/8)), so a
// bucket's middle is within 5 % of every time in it; the last bound is past
// ten years. The numbers are written down, not computed, so that every engine
// and every machine puts a time into the same bucket.
var Bounds = [NumBuckets]int64{
	0, 60, 65, 71, 78, 85, 93, 101, 110, 120,
	131, 143, 156, 170, 185, 202, 220, 240, 262, 285,
	311, 339, 370, 404, 440, 480, 523, 571, 622, 679,
	740, 807, 880, 960, 1047, 1142, 1245, 1358, 1481, 1615,
	1761, 1920, 2094, 2283, 2490, 2715, 2961, 3229, 3521, 3840,
	4188, 4567, 4980, 5431, 5922, 6458, 7043, 7680, 8375, 9133,
	9960, 10861, 11844, 12916, 14085, 15360, 16750, 18266, 19919, 21722,
	23688, 25832, 28170, 30720, 33500, 36532, 39839, 43445, 47377, 51665,
	56341, 61440, 67001, 73065, 79678, 86889, 94753, 103329, 112681, 122880,
	134002, 146130, 159356, 173779, 189507, 206659, 225363, 245760, 268003, 292260,
	318711, 347557, 379014, 413317, 450726, 491520, 536006, 584519, 637423, 695114,
	758027, 826635, 901452, 983040, 1072013, 1169038, 1274845, 1390229, 1516055, 1653270,
	1802903, 1966080, 2144025, 2338076, 2549690, 2780457, 3032110, 3306539, 3605807, 3932160,
	4288051, 4676153, 5099381, 5560914, 6064220, 6613078, 7211613, 7864320, 8576102, 9352305,
	10198761, 11121828, 12128439, 13226157, 14423226, 15728640, 17152204, 18704611, 20397522, 22243656,
	24256879, 26452314, 28846453, 31457280, 34304407, 37409221, 40795045, 44487312, 48513758, 52904628,
	57692906, 62914560, 68608814, 74818442, 81590090, 88974624, 97027516, 105809256, 115385812, 125829120,
	137217628, 149636885, 163180180, 177949248, 194055031, 211618512, 230771624, 251658240, 274435257, 299273770,
	326360360,
}

// NumBuckets is the number of handling-time buckets.
const NumBuckets = 181

// Bucket gives the bucket that holds a handling time; a negative time counts as zero.
func Bucket(seconds int64) uint8 {
	i, found := slices.BinarySearch(Bounds[:], max(seconds, 0))
	if !found {
		i--
	}
	return uint8(i)
}

// BucketValue is the handling time reported for a bucket: the middle of its
// bounds in whole seconds, and the lower bound for the last one.
func BucketValue(bucket uint8) int64 {
	i := int(bucket)
	if i >= NumBuckets-1 {
		return Bounds[NumBuckets-1]
	}
	return (Bounds[i] + Bounds[i+1]) / 2
}
