/** A node without hardware and without a cluster, for demonstrations and measurements. */
package io.dynamoplanner.power.pretend;
