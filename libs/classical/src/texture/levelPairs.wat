;; Counts pairs of grey levels that lie `step` bytes apart: adds to the table of 32-bit counts [levels, levels] at byte 0
;; of the memory. `first` is the address of the first pair's first level; each of `rows` rows, at least one, holds `pairs`
;; of them, and the next row begins `stride` bytes on.
(module
  (memory (export "memory") 1)
  (func (export "countPairs")
    (param $first i32) (param $pairs i32) (param $rows i32) (param $stride i32) (param $step i32) (param $levels i32)
    (local $at i32) (local $end i32) (local $count i32)
    (loop $row
      (local.set $at (local.get $first))
      (local.set $end (i32.add (local.get $first) (local.get $pairs)))
      (loop $pair
        (local.set $count
          (i32.shl
            (i32.add
              (i32.mul (i32.load8_u (local.get $at)) (local.get $levels))
              (i32.load8_u (i32.add (local.get $at) (local.get $step))))
            (i32.const 2)))
        (i32.store (local.get $count) (i32.add (i32.load (local.get $count)) (i32.const 1)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $pair (i32.lt_u (local.get $at) (local.get $end))))
      (local.set $first (i32.add (local.get $first) (local.get $stride)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br_if $row (local.get $rows)))))
