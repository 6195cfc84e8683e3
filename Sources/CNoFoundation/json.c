#ifdef FLOWLANES_NO_FOUNDATION
#include <unistd.h>

static void leave(void) {
  static const char words[] =
      "flowlanes: --experimental-dump-help is not in this program; see flowlanes --help.\n";
  if (write(STDERR_FILENO, words, sizeof words - 1) < 0) _exit(74);  // EX_IOERR
  _exit(64);                                                         // EX_USAGE
}

/// A function or an accessor by its Swift name; `FoundationEssentials` stands in each.
#define STAND_IN(name, symbol)                                                 \
  __attribute__((weak, visibility("hidden"))) void name(void) __asm__(symbol); \
  void name(void) { leave(); }

/// JSONEncoder: its type, and what makes one.
STAND_IN(encoder_type, "$s20FoundationEssentials11JSONEncoderCMa")
STAND_IN(encoder_make, "$s20FoundationEssentials11JSONEncoderCACycfc")
/// JSONEncoder.OutputFormatting: sortedKeys, prettyPrinted.
STAND_IN(sorted_keys, "$s20FoundationEssentials11JSONEncoderC16OutputFormattingV10sortedKeysAEvau")
STAND_IN(pretty_printed, "$s20FoundationEssentials11JSONEncoderC16OutputFormattingV13prettyPrintedAEvau")
/// String(data:encoding:), String.Encoding.utf8.
STAND_IN(text_of_data, "$sSS20FoundationEssentialsE4data8encodingSSSgAA4DataVh_SSAAE8EncodingVtcfC")
STAND_IN(utf8, "$sSS20FoundationEssentialsE8EncodingV4utf8ACvau")
#endif
