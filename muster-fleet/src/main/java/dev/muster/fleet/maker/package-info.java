/**
 * A maker of devices, for the demo and for tests: a factory that issues IDevID certificates (IEEE 802.1AR), builds
 * firmware images, describes them (CoSWID, CoRIM), signs updates (SUIT) and assembles virtual devices.
 *
 * <p>Keys live in files of a folder; a maker in earnest keeps them in a token. Not done: keys per product, revocation.
 */
@NullMarked
package dev.muster.fleet.maker;

import org.jspecify.annotations.NullMarked;
