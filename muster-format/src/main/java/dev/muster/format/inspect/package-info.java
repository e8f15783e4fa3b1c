/**
 * Shows people what a file says: recognises the formats that Muster speaks, prints them as a tree with names for the
 * numbers, gives the signature's verdict when keys are given, and names the place of the fault when bytes are broken.
 *
 * <p>Two parts. A {@link dev.muster.format.inspect.Shape} says how a specification lays out CBOR, as data: one table
 * class a specification ({@code SuitShapes}, {@code CorimShapes}, …). A {@link dev.muster.format.inspect.Kind}
 * recognises a format and knows how its signature is checked; {@link dev.muster.format.inspect.Kinds} is the one list,
 * and a new format registers there. Names come from the specifications' tables; unknown numbers are shown as they are,
 * never hidden.
 *
 * <p>Not done: a shape names things and does not validate them (the readers of each format do); JWS vouchers are
 * shown and their signatures not checked (JWTs are, by the command line); FDO entries are named down to the entry array.
 */
@NullMarked
package dev.muster.format.inspect;

import org.jspecify.annotations.NullMarked;
