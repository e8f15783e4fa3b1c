/** Both databases for store contracts: {@link dev.muster.server.sql.testing.BothDatabases} on a test method. */
@NullMarked
package dev.muster.server.sql.testing;

import org.jspecify.annotations.NullMarked;
