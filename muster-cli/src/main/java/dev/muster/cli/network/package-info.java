/** The fleet's network: whom gateways guard, what packet filters saw, and what one device may do. */
@NullMarked
package dev.muster.cli.network;

import org.jspecify.annotations.NullMarked;
