;; title: A counter in shared memory: the guide's example
;; features: threads
;; memory: shared
(module
  (import "env" "memory" (memory 1 65536 shared))

  (func (export "read") (result i32)
    (i32.atomic.load (i32.const 0)))

  (func (export "bump")
    (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))))
