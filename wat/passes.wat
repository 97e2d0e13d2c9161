;; title: The same pass over memory with plain and with atomic access to each 32-bit word
;; features: threads
;; memory: shared
(module
  (import "env" "memory" (memory 1 65536 shared))

  ;; Adds 1 to each word of the first $bytes bytes.
  (func (export "plain") (param $bytes i32)
    (local $at i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $bytes)))
        (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (i32.const 1)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $next))))

  (func (export "atomic") (param $bytes i32)
    (local $at i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $bytes)))
        (i32.atomic.store (local.get $at) (i32.add (i32.atomic.load (local.get $at)) (i32.const 1)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $next)))))
