/**
 * {@code muster bench network}: how long descriptions and policies take, from a signed file to rules that were read back. Where
 * this user is root and nft is there, also with a kernel, in a network namespace of its own.
 */
@NullMarked
package dev.muster.bench.network;

import org.jspecify.annotations.NullMarked;
