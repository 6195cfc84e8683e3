// CNftables: the ruleset as nft(8) prints it, by libnftables, which is looked for at run time.
#pragma once
#include <stddef.h>
#include <sys/types.h>

enum nft_listing_state {
  nft_listing_done,
  /// More is to come.
  nft_listing_pending,
  /// There is no libnftables.so.1, or one that lacks what is needed.
  nft_listing_no_library,
  /// The library failed, ended its process, or printed more than anybody would read.
  nft_listing_failed,
};

/// A listing on its way from a child process.
struct nft_listing {
  pid_t pid;
  int file;
  char *text;
  size_t length;
  size_t room;
};

/// Begins to list the ruleset of the calling thread's network namespace, with handles, without
/// counters' figures and named sets' elements: `nft -a -s -t list ruleset`. 0 when it began.
///
/// The library runs in a child process: it ends its process on some errors and by assertions, keeps
/// what it allocates, takes seconds for ten thousand rules, and prints. Nothing of that reaches the
/// caller.
int nft_listing_start(struct nft_listing *listing);

/// Takes what came, and waits so long for the rest. When it is done, text holds length bytes.
enum nft_listing_state nft_listing_wait(struct nft_listing *listing, int milliseconds);

/// Ends the child, if it has not ended, and frees the text.
void nft_listing_end(struct nft_listing *listing);
