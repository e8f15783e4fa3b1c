/** Both databases for store contracts: {@link dev.muster.server.sql.testing.BothDatabases} on a test method. */
package dev.muster.server.sql.testing;
