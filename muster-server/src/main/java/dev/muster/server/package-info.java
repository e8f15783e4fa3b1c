/** Floor 2: doors and stores, one package a topic; the ground (http, sql, config); Wiring and Main. */
@NullMarked
package dev.muster.server;

import org.jspecify.annotations.NullMarked;
