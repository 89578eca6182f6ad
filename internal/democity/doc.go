// Package democity makes a city to look at, to test with and to measure: Ho Chi
// Minh City's units as they are, with outlines and complaints that are
// invented.
//
// # What is fact and what is not
//
// The 168 units since 1 July 2025 and the 22 districts before have their
// official names, codes, populations, areas and seats. Their outlines are made
// here ([NewGeography]) and follow no map; both area sets are marked as
// approximate. Complaints, residents, streets, house numbers, places, weather
// and the speed of agencies are fiction, and the city is marked as a demonstration.
//
// # The same again
//
// [Generate] yields complaints in the order in which they were received. Each
// hour has a random source of its own, so the same seed, end and number of
// rows give the same bytes, an interrupted run can continue at any row, and any
// number of rows fits into little memory.
//
// # What it is good for
//
// The complaints have a rhythm: hours, weekdays, Tết, the rainy season, and
// nights and week-ends for noise. Hot spots begin and end at known times and
// places ([HotSpots]): whatever looks for hot spots can be held against them.
// About 93 % of what can be judged is closed in time. Most agencies and wards
// are near that, a few are clearly slower, and some fields are slower than
// others; which ones is drawn by the seed. So a ranking of the last month at
// [DefaultRows] has every judgement; with far fewer rows a ward has too few for
// one.
//
// Some complaints are known by their ward only, or by an address without
// coordinates, or not at all, or were closed at a time nobody knows.
// [Generator.Gazetteer] knows the streets, every fourth block's house numbers
// and some places, so that a geocoder has both something to go by and something
// to do.
package democity
