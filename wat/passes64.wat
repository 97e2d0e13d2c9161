;; title: The pass with plain access to each 32-bit word, over a memory with 64-bit addresses
;; features: threads, memory64
;; memory: shared
(module
  (import "env" "memory" (memory i64 1 262144 shared))

  ;; Adds 1 to each word of the first $bytes bytes.
  (func (export "plain") (param $bytes i64)
    (local $at i64)
    (block $done
      (loop $next
        (br_if $done (i64.ge_u (local.get $at) (local.get $bytes)))
        (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (i32.const 1)))
        (local.set $at (i64.add (local.get $at) (i64.const 4)))
        (br $next)))))
