// The descriptor of a protocol LocalizedError that no type conforms to, laid out as
// docs/ABI/TypeMetadata.rst of Swift says: `error as? LocalizedError` finds nothing by it.

#ifdef FLOWLANES_NO_FOUNDATION
        .section .rodata
        .p2align 2
module:
        .long 0                         // kind: module
        .long 0                         // it has no parent
        .long module_name - .
module_name:
        .asciz "FoundationEssentials"
name:
        .asciz "LocalizedError"

        .p2align 2
        .weak "$s20FoundationEssentials14LocalizedErrorMp"
        .hidden "$s20FoundationEssentials14LocalizedErrorMp"
        .type "$s20FoundationEssentials14LocalizedErrorMp", %object
"$s20FoundationEssentials14LocalizedErrorMp":
        .long 0x00010043                // kind: protocol; unique; not only for classes
        .long module - .
        .long name - .
        .long 0                         // requirements in its signature
        .long 0                         // requirements
        .long 0                         // names of associated types
        .size "$s20FoundationEssentials14LocalizedErrorMp", . - "$s20FoundationEssentials14LocalizedErrorMp"
#endif

        .section .note.GNU-stack, "", %progbits
