// CNftables: the ruleset as nft(8) prints it, by libnftables, which is looked for at run time.
#pragma once
#include <stddef.h>

enum nft_listing {
  nft_listing_done,
  /// There is no libnftables.so.1, or one that lacks what is needed.
  nft_listing_no_library,
  /// The library failed, or ended its process.
  nft_listing_failed,
  /// It took longer than it was given.
  nft_listing_late,
};

/// Lists the ruleset of the calling thread's network namespace, with handles, without counters'
/// figures and named sets' elements: `nft -a -s -t list ruleset`.
///
/// The library runs in a child process: it ends its process on some errors and by assertions, keeps
/// what it allocates, and prints. Nothing of that reaches the caller. On nft_listing_done, *text holds
/// *length bytes, to be freed by the caller.
enum nft_listing nft_list_ruleset(char **text, size_t *length, int milliseconds);
